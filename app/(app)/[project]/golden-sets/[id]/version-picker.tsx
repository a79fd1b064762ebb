'use client';
import { Group, NativeSelect } from '@mantine/core';
import type { GoldenVersion } from '#lib/golden-sets/schema.ts';
import { useUrlParams } from '../../../../_components/use-url-params.ts';

/** Which version is shown, and which earlier one it is compared with. */
export function VersionPicker({
  versions,
  version,
  since,
}: {
  versions: readonly GoldenVersion[];
  version: number;
  since: number | undefined;
}) {
  const { update } = useUrlParams();
  if (versions.length < 2) return null;
  const earlier = versions.filter((other) => other.version < version);
  const set = (name: string, value: string) =>
    update((params) => (value === '' ? params.delete(name) : params.set(name, value)));
  return (
    <Group gap="sm">
      <NativeSelect
        label="Version"
        value={String(version)}
        onChange={(event) => set('version', event.currentTarget.value)}
        data={versions.map((one) => ({ value: String(one.version), label: `Version ${one.version}` }))}
      />
      {earlier.length > 0 && (
        <NativeSelect
          label="What changed since"
          value={since === undefined ? '' : String(since)}
          onChange={(event) => set('since', event.currentTarget.value)}
          data={[
            { value: '', label: 'Not compared' },
            ...earlier.map((one) => ({ value: String(one.version), label: `Version ${one.version}` })),
          ]}
        />
      )}
    </Group>
  );
}
