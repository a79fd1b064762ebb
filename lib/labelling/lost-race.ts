/** P2002: a unique index refused the row; P2034: the database broke a deadlock; 23505 is the first in raw SQL. */
const LOST_RACE = /^(P2002|P2034|23505|40001|40P01)$/;

/** Whether the statement failed only because somebody else was first, so that it may be tried again. */
export function isLostRace(error: unknown): boolean {
  const { code, meta } = (error ?? {}) as { code?: unknown; meta?: unknown };
  if (LOST_RACE.test(String(code))) return true;
  return code === 'P2010' && /23505|40001|40P01|unique constraint/i.test(JSON.stringify(meta));
}
