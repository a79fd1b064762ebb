import type { Server } from 'node:http';

/** Where to listen, and which variable says so. */
export interface Address {
  host: string;
  port: number;
  variable: string;
}

/** Resolves once the server listens. Rejects with a sentence for the operator where the address cannot be had. */
export async function listenOnPort(server: Server, address: Address): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new Error(whyNot(error, address))));
    server.listen(address.port, address.host, resolve);
  });
}

function whyNot(error: NodeJS.ErrnoException, { host, port, variable }: Address): string {
  if (error.code === 'EADDRINUSE')
    return `Port ${port} on ${host} is taken. Stop what uses it, or choose another: ${variable}=${port + 1} npm start`;
  if (error.code === 'EACCES')
    return `Port ${port} needs more rights than this user has. Choose one above 1023 with ${variable}.`;
  return `The address ${host}:${port} cannot be opened (${error.code}). Check HOST and ${variable}.`;
}
