// What components/live.js uses of the library; for the type checker only.
export {};

interface HubConnection {
  start(): Promise<void>;
  invoke(method: string, ...args: unknown[]): Promise<any>;
  send(method: string, ...args: unknown[]): Promise<void>;
  on(method: string, handler: (argument: any) => void): void;
  onclose(handler: (error?: Error) => void): void;
}

interface HubConnectionBuilder {
  withUrl(url: string, options: { transport: number; skipNegotiation: boolean }): HubConnectionBuilder;
  configureLogging(level: number): HubConnectionBuilder;
  build(): HubConnection;
}

declare global {
  var signalR: {
    HubConnectionBuilder: new () => HubConnectionBuilder;
    HttpTransportType: { WebSockets: number };
    LogLevel: { None: number };
  };
}
