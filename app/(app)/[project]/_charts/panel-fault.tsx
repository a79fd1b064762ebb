'use client';
import { Button, Text } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import classes from './charts.module.css';

/** Stands in for one part of a page while the others work. */
export function PanelFault({ title, message, height }: { title: string; message: string; height: number }) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  return (
    <div className={classes.fault} role="alert" style={{ minHeight: height }}>
      <Text fw={600}>{title}</Text>
      <Text size="sm">{message}</Text>
      <Button
        size="xs"
        variant="default"
        loading={pending}
        onClick={() => startTransition(() => router.refresh())}
      >
        Try again
      </Button>
    </div>
  );
}
