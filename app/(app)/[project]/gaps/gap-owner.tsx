'use client';
import { NativeSelect, Text } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import type { Gap, GapList } from '#lib/quality/gap-schema.ts';
import { callApi, messageOf } from '../../../_components/call-api.ts';

/** Who looks after a gap; chosen here by those who may. */
export function GapOwner(props: {
  project: string;
  id: string;
  title: string;
  owner: Gap['owner'];
  people: GapList['people'];
  mayAssign: boolean;
}) {
  const router = useRouter();
  const [isRefreshing, startTransition] = useTransition();
  const [change, setChange] = useState<{ ownerId: string; isSending: boolean; fault?: string }>();
  if (!props.mayAssign) {
    return <Text size="sm">{props.owner === null ? 'No owner' : `Owner: ${props.owner.name}`}</Text>;
  }
  const isBusy = change?.isSending === true || isRefreshing;
  const shown = isBusy ? (change?.ownerId ?? '') : (props.owner?.id ?? '');
  const assign = async (ownerId: string) => {
    setChange({ ownerId, isSending: true });
    try {
      await callApi(props.project, 'PATCH', `/api/v1/gaps/${encodeURIComponent(props.id)}`, {
        ownerId: ownerId === '' ? null : ownerId,
      });
      setChange({ ownerId, isSending: false });
      startTransition(() => router.refresh());
    } catch (error) {
      setChange({ ownerId, isSending: false, fault: messageOf(error) });
    }
  };
  const isListed = props.owner === null || props.people.some(({ id }) => id === props.owner?.id);
  return (
    <NativeSelect
      label="Owner"
      aria-label={`Owner of “${props.title}”`}
      w={220}
      value={shown}
      disabled={isBusy}
      error={change?.fault}
      data={[
        { value: '', label: 'Nobody' },
        ...(isListed || props.owner === null ? [] : [{ value: props.owner.id, label: props.owner.name }]),
        ...props.people.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={(event) => void assign(event.currentTarget.value)}
    />
  );
}
