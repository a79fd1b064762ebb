import { resolve } from 'node:path';
import { z } from 'zod';

const environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  FAULTLINE_DATA: z.string().default('data'),
  FAULTLINE_BOOTSTRAP_KEY: z.string().min(24, 'must have at least 24 characters').optional(),
  DATABASE_URL: z.string().optional(),
  CLICKHOUSE_URL: z.string().optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('warn'),
});

/** What the process was told by its environment; the file .env.example explains each. */
export interface Settings {
  host: string;
  port: number;
  dataFolder: string;
  bootstrapKey: string | undefined;
  databaseUrl: string | undefined;
  clickhouseUrl: string | undefined;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/** Reads and checks the environment. Throws an Error whose message names every wrong variable. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(present);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The environment has a wrong value. ${wrong.join('; ')}.`);
  }
  const { data } = parsed;
  return {
    host: data.HOST,
    port: data.PORT,
    dataFolder: resolve(data.FAULTLINE_DATA),
    bootstrapKey: data.FAULTLINE_BOOTSTRAP_KEY,
    databaseUrl: data.DATABASE_URL,
    clickhouseUrl: data.CLICKHOUSE_URL,
    logLevel: data.LOG_LEVEL,
  };
}

/** Where the server answers; an IPv6 address stands in brackets. */
export function serverUrl({ host, port }: Pick<Settings, 'host' | 'port'>): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
