import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from './server-process.ts';

export interface TcpProxy {
  port: number;
  /** Takes connections and passes nothing on, in either direction, as a machine that hangs. */
  isSilent: boolean;
  /** Refuses connections and resets those there are, as a server that is down. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Resets the connections there are and takes new ones, as a server that restarts. */
  reset(): void;
  /** Passes nothing on for the connections there are, ever, as a machine that was replaced. */
  forget(): void;
}

/** A way to a port of this machine that can be cut. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const port = await freePort();
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  const proxy: TcpProxy = {
    port,
    isSilent: false,
    start: async () => {
      server = createServer((client) => join(client, connect(targetPort, '127.0.0.1')));
      await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
    },
    stop: async () => {
      const closed = new Promise((resolve) => server?.close(resolve));
      proxy.reset();
      await closed;
    },
    reset: () => {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    forget: () => {
      for (const socket of sockets) socket.removeAllListeners('data').resume();
    },
  };
  const join = (client: Socket, target: Socket) => {
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (data) => {
        if (!proxy.isSilent) to.write(data);
      });
      from.on('error', () => {});
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  };
  await proxy.start();
  return proxy;
}
