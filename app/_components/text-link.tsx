'use client';
import {
  ActionIcon,
  type ActionIconProps,
  Anchor,
  type AnchorProps,
  Button,
  type ButtonProps,
} from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';

interface Target {
  href: string;
  children: ReactNode;
  'aria-label'?: string;
  rel?: string;
  prefetch?: boolean;
}

/** Mantine's anchor as a client-side link; usable from server components, which cannot pass `component={Link}`. */
export function TextLink(props: AnchorProps & Target) {
  return <Anchor component={Link} {...props} />;
}

export function ButtonLink(props: ButtonProps & Target) {
  return <Button component={Link} {...props} />;
}

export function IconLink(props: ActionIconProps & Target & { 'aria-label': string }) {
  return <ActionIcon component={Link} {...props} />;
}
