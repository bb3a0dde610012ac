// What a service worker has beside other workers; never served.

interface DedicatedWorkerGlobalScopeEventMap {
  install: ExtendableEvent;
  activate: ExtendableEvent;
  fetch: FetchEvent;
  sync: ExtendableEvent & { tag: string };
  push: PushEvent;
  notificationclick: NotificationEvent;
}

interface MessageEvent {
  waitUntil(work: Promise<unknown>): void;
}

declare const registration: ServiceWorkerRegistration;
declare const clients: Clients;
declare function skipWaiting(): Promise<void>;
