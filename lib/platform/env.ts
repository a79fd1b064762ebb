import { resolve } from 'node:path';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { parseAllowList } from './egress-addresses.ts';

const publicUrl = z
  .url({ protocol: /^https?$/, error: 'must be an address such as https://faultline.example.org' })
  .refine((text) => isOrigin(text), 'must be an origin only: no path, no user name, no query');

const proxies = z
  .string()
  .transform((text) => text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()])))
  .refine(
    (parts) => parts.every((part) => ipaddr.isValid(part) || ipaddr.isValidCIDR(part)),
    'must be IP addresses or networks such as 10.0.0.5 or 10.0.0.0/24, separated by commas',
  );

const egressAllow = z
  .string()
  .transform((text) => text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()])))
  .refine(
    isAllowList,
    'must be hosts, hosts with a port or networks such as 127.0.0.1:11434, separated by commas',
  );

const port = z.coerce.number().int().min(1).max(65535);

const environment = z
  .object({
    HOST: z.string().default('127.0.0.1'),
    PORT: port.default(3000),
    FAULTLINE_OTLP_PORT: port.optional(),
    FAULTLINE_URL: publicUrl.optional(),
    FAULTLINE_TRUST_PROXY: proxies.default([]),
    FAULTLINE_OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
    FAULTLINE_OIDC_CLIENT_ID: z.string().optional(),
    FAULTLINE_OIDC_CLIENT_SECRET: z.string().optional(),
    FAULTLINE_OIDC_NAME: z.string().max(60).default('single sign-on'),
    FAULTLINE_DATA: z.string().default('data'),
    FAULTLINE_EGRESS_ALLOW: egressAllow.default([]),
    FAULTLINE_ENCRYPTION_KEYS: z.string().optional(),
    FAULTLINE_BOOTSTRAP_KEY: z.string().min(24, 'must have at least 24 characters').optional(),
    DATABASE_URL: z.string().optional(),
    FAULTLINE_ALLOW_UNSAFE_DATABASE: z.enum(['0', '1']).default('0'),
    CLICKHOUSE_URL: z.string().optional(),
    FAULTLINE_KNOWLEDGE_FOLDER: z.string().optional(),
    FAULTLINE_SPAN_DAYS: z.coerce.number().int().min(1).max(3650).default(30),
    FAULTLINE_EXPORT_DAYS: z.coerce.number().int().min(1).max(3650).default(30),
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('warn'),
  })
  .superRefine((env, issues) => {
    const given = [env.FAULTLINE_OIDC_ISSUER, env.FAULTLINE_OIDC_CLIENT_ID, env.FAULTLINE_OIDC_CLIENT_SECRET];
    if (new Set(given.map((value) => value === undefined)).size === 1) return;
    issues.addIssue({
      code: 'custom',
      path: ['FAULTLINE_OIDC_ISSUER'],
      message:
        'needs FAULTLINE_OIDC_CLIENT_ID and FAULTLINE_OIDC_CLIENT_SECRET beside it, or none of the three',
    });
  });

/** An OpenID Connect provider whose accounts may sign in. */
export interface OidcSettings {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What the button says after "Sign in with". */
  name: string;
}

/** What the process was told by its environment; the file .env.example explains each. */
export interface Settings {
  host: string;
  port: number;
  /** Where OpenTelemetry is taken too, at the same host. */
  otlpPort: number | undefined;
  /** The origin under which browsers reach the server, without a slash at the end. */
  publicUrl: string;
  /** Whether the environment names it; else it is where the server listens. */
  isPublicUrlGiven: boolean;
  /** Addresses and networks whose X-Forwarded-For is believed. */
  trustedProxies: string[];
  oidc: OidcSettings | undefined;
  dataFolder: string;
  /** Hosts and networks that requests to providers may go to although they are not public. */
  egressAllow: string[];
  /** Keys for the secrets at rest, the one to write with first; without it those of the data folder. */
  encryptionKeys: string | undefined;
  bootstrapKey: string | undefined;
  databaseUrl: string | undefined;
  /** Whether to start on a PostgreSQL that may lose acknowledged rows in a crash. */
  allowUnsafeDatabase: boolean;
  clickhouseUrl: string | undefined;
  /** Below it, and nowhere else, knowledge bases may read folders; undefined: nowhere. */
  knowledgeFolder: string | undefined;
  /** How many days received spans are kept; the queries made of them stay. */
  spanDays: number;
  /** How many days the files of a finished export can be fetched. */
  exportDays: number;
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
  const address = { host: data.HOST, port: data.PORT };
  return {
    ...address,
    otlpPort: data.FAULTLINE_OTLP_PORT,
    publicUrl: new URL(data.FAULTLINE_URL ?? serverUrl(address)).origin,
    isPublicUrlGiven: data.FAULTLINE_URL !== undefined,
    trustedProxies: data.FAULTLINE_TRUST_PROXY,
    oidc: oidcOf(data),
    dataFolder: resolve(data.FAULTLINE_DATA),
    egressAllow: data.FAULTLINE_EGRESS_ALLOW,
    encryptionKeys: data.FAULTLINE_ENCRYPTION_KEYS,
    bootstrapKey: data.FAULTLINE_BOOTSTRAP_KEY,
    databaseUrl: data.DATABASE_URL,
    allowUnsafeDatabase: data.FAULTLINE_ALLOW_UNSAFE_DATABASE === '1',
    clickhouseUrl: data.CLICKHOUSE_URL,
    knowledgeFolder:
      data.FAULTLINE_KNOWLEDGE_FOLDER === undefined ? undefined : resolve(data.FAULTLINE_KNOWLEDGE_FOLDER),
    spanDays: data.FAULTLINE_SPAN_DAYS,
    exportDays: data.FAULTLINE_EXPORT_DAYS,
    logLevel: data.LOG_LEVEL,
  };
}

/** Where the server answers; an IPv6 address stands in brackets. */
export function serverUrl({ host, port }: Pick<Settings, 'host' | 'port'>): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function oidcOf(data: z.output<typeof environment>): OidcSettings | undefined {
  const issuer = data.FAULTLINE_OIDC_ISSUER;
  const clientId = data.FAULTLINE_OIDC_CLIENT_ID;
  const clientSecret = data.FAULTLINE_OIDC_CLIENT_SECRET;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return undefined;
  return { issuer: issuer.replace(/\/+$/, ''), clientId, clientSecret, name: data.FAULTLINE_OIDC_NAME };
}

function isAllowList(entries: readonly string[]): boolean {
  try {
    parseAllowList(entries);
    return true;
  } catch {
    return false;
  }
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { origin, pathname, search, hash, username } = new URL(text);
  return origin !== 'null' && `${pathname}${search}${hash}${username}` === '/';
}
