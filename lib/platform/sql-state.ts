const SQL_STATE = /^[0-9A-Z]{5}$/;
/** An error, the driver's error in it, and the database's in that. */
const DEPTH = 4;

/** Errors that never met the database, by Prisma's code, the driver's kind or the system's code, as the state they mean. */
const STATE_OF: Record<string, string> = {
  P2034: '40001', // lost against another transaction
  P2028: '57014', // waited or ran too long
  DatabaseNotReachable: '08001',
  ConnectionClosed: '08006',
  SocketTimeout: '08006',
  TooManyConnections: '53300',
  TransactionWriteConflict: '40001',
  ECONNREFUSED: '08001',
  ENOTFOUND: '08001',
  ECONNRESET: '08006',
  EPIPE: '08006',
  ETIMEDOUT: '08006',
};
/** The driver's own words where it gives no code: no connection of the pool was free in time, one broke or is silent. */
const NO_CONNECTION = /timeout exceeded when trying to connect|Connection terminated|Query read timeout/;

/** The SQLSTATE of a failure of the control plane, however it is wrapped; undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  let at: unknown = error;
  for (let depth = 0; depth < DEPTH && typeof at === 'object' && at !== null; depth++) {
    const { code, originalCode, severity, kind, message, meta, cause } = at as Record<string, unknown>;
    if (isState(originalCode)) return originalCode;
    if (isState(code) && typeof severity === 'string') return code;
    const meant = STATE_OF[String(code)] ?? STATE_OF[String(kind)];
    if (meant !== undefined) return meant;
    if (typeof message === 'string' && NO_CONNECTION.test(message)) return '08001';
    at = (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError ?? cause;
  }
  return undefined;
}

function isState(value: unknown): value is string {
  return typeof value === 'string' && SQL_STATE.test(value);
}
