'use client';
import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import type { Manifest } from '#lib/export/schema.ts';
import { callApi, messageOf } from '../../../_components/call-api.ts';
import { formatCount } from '../../../_components/number-format.ts';
import classes from './exports.module.css';

interface ExportCountsProps {
  project: string;
  id: string;
  exclusions: Record<string, string>;
}

/** How many rows the export holds and how many queries were left out why, from its manifest, on request. */
export function ExportCounts({ project, id, exclusions }: ExportCountsProps) {
  const [manifest, setManifest] = useState<Manifest>();
  const [shown, setShown] = useState(false);
  const [error, setError] = useState<string>();
  const toggle = async () => {
    setShown(!shown);
    if (shown || manifest !== undefined) return;
    try {
      const path = `/api/v1/exports/${encodeURIComponent(id)}/files/manifest.json`;
      setManifest(await callApi<Manifest>(project, 'GET', path));
    } catch (fault) {
      setError(messageOf(fault));
    }
  };
  return (
    <div>
      <Button size="compact-sm" variant="subtle" aria-expanded={shown} onClick={() => void toggle()}>
        What is in it
      </Button>
      {shown && manifest !== undefined ? <Counts manifest={manifest} exclusions={exclusions} /> : null}
      {shown && error !== undefined ? (
        <Text size="sm" role="alert">
          {error}
        </Text>
      ) : null}
    </div>
  );
}

function Counts({ manifest, exclusions }: { manifest: Manifest; exclusions: Record<string, string> }) {
  const { counts, warnings } = manifest;
  const leftOut = Object.entries(counts.excluded);
  return (
    <>
      <dl className={classes.counts}>
        <Count n={counts.matching}>queries match the filter; of these</Count>
        <Count n={counts.idealAnswers}>rows end with an ideal answer</Count>
        <Count n={counts.correctAnswers}>rows end with an answer resolved as correct</Count>
        {leftOut.map(([reason, n]) => (
          <Count key={reason} n={n}>
            left out: {exclusions[reason] ?? reason}
          </Count>
        ))}
      </dl>
      {warnings.map((warning) => (
        <Text key={warning} size="sm" mt={4}>
          {warning}
        </Text>
      ))}
    </>
  );
}

function Count({ n, children }: { n: number; children: React.ReactNode }) {
  return (
    <>
      <dt>{formatCount(n)}</dt>
      <dd>{children}</dd>
    </>
  );
}
