// navigator.locks, exclusive mode, first come first served.

export class Locks {
  #queues = new Map();

  async request(name, options, act = options) {
    const queue = this.#queues.get(name) ?? [];
    this.#queues.set(name, queue);
    if (options.ifAvailable && queue.length) return act(null);
    const before = queue.at(-1);
    let leave;
    const mine = new Promise((resolve) => (leave = resolve));
    queue.push(mine);
    await before;
    try {
      return await act({ name });
    } finally {
      queue.shift();
      leave();
    }
  }
}
