// What a service worker has beside other workers; never served.

interface DedicatedWorkerGlobalScopeEventMap {
  install: ExtendableEvent;
  activate: ExtendableEvent;
  fetch: FetchEvent;
  sync: ExtendableEvent & { tag: string };
}

interface MessageEvent {
  waitUntil(work: Promise<unknown>): void;
}

declare function skipWaiting(): Promise<void>;
