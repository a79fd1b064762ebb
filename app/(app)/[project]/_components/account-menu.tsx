'use client';
import { ActionIcon, Menu } from '@mantine/core';
import { IconUserCircle } from '@tabler/icons-react';
import Link from 'next/link';

/** Who is signed in, and the way to the account. */
export function AccountMenu({ name }: { name: string }) {
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" c="inherit" size="lg" aria-label={`Signed in as ${name}`}>
          <IconUserCircle size={20} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} href="/account">
          <bdi>{name}</bdi>: account
        </Menu.Item>
        <Menu.Item component={Link} href="/projects">
          Projects
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
