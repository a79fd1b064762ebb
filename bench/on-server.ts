import { rmSync } from 'node:fs';
import {
  freePort,
  type ServerProcess,
  startServer,
  stopServer,
  temporaryFolder,
} from '../tests/support/server-process.ts';

/** Runs `work` against a real server process with an empty data folder. */
export async function onServer(
  work: (server: ServerProcess, dataFolder: string) => Promise<void>,
): Promise<void> {
  const dataFolder = temporaryFolder();
  const server = await startServer({ dataFolder, port: await freePort() });
  try {
    await work(server, dataFolder);
  } finally {
    await stopServer(server);
    rmSync(dataFolder, { recursive: true, force: true });
  }
}
