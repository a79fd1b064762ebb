import type { ControlPlane } from './control-plane.ts';

/** What loses committed rows in a crash when it is off. */
const NEEDED = ['fsync', 'full_page_writes', 'synchronous_commit'] as const;

/** Throws unless PostgreSQL keeps what it has confirmed: a label that a reviewer saw stored must outlive a power cut. */
export async function requireDurability(controlPlane: ControlPlane): Promise<void> {
  const columns = NEEDED.map((name) => `current_setting('${name}') AS "${name}"`);
  const { rows } = await controlPlane.query(`SELECT ${columns.join(', ')}`);
  const settings = rows[0] as Record<string, string>;
  const off = NEEDED.filter((name) => settings[name] === 'off');
  if (off.length > 0) {
    throw new Error(
      `PostgreSQL runs with ${off.join(' and ')} off, so that a crash loses what it has confirmed. ` +
        'Switch it on, or set FAULTLINE_ALLOW_UNSAFE_DATABASE=1 for data that may be lost.',
    );
  }
}
