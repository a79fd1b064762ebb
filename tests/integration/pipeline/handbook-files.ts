import type { SentFile } from '#lib/pipeline/store-document.ts';

export function markdown(name: string, text: string): SentFile {
  return { name, bytes: new TextEncoder().encode(text) };
}

/** Three small documents of a shop. */
export function handbookFiles(): SentFile[] {
  return [
    markdown(
      'returns.md',
      `# Returns

A jacket can be returned within 30 days of delivery. It must be unworn and have its label.

## Refunds

The refund goes to the card that was charged. It takes five working days.
`,
    ),
    markdown(
      'keys.md',
      `# Keys

API keys are rotated every 90 days by the platform team. The old key works for one more week.

## Lost keys

Tell the platform team at once; they revoke it and make another.
`,
    ),
    markdown(
      'shipping.md',
      `# Shipping

| country | days |
| ------- | ---- |
| Norway  | 3    |
| Spain   | 5    |

Parcels above 20 kilograms are delivered by freight and need somebody at the door.
`,
    ),
  ];
}
