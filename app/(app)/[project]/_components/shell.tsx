'use client';
import { Alert, AppShell, Badge, Burger, Group, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect } from 'react';
import { ColorSchemeSwitch } from '../../../_components/color-scheme-switch.tsx';
import { AccountMenu } from './account-menu.tsx';
import { MainNavigation } from './main-navigation.tsx';
import { ProjectSwitch, type ShellProject } from './project-switch.tsx';
import classes from './shell.module.css';
import { SignOutButton } from './sign-out-button.tsx';

/** The frame of every page of a project. */
export function Shell({
  project,
  projects,
  userName,
  openPages,
  children,
}: {
  project: ShellProject;
  projects: readonly ShellProject[];
  userName: string;
  /** The pages that the reader's role reaches. */
  openPages: readonly string[];
  children: ReactNode;
}) {
  const [opened, { toggle, close }] = useDisclosure();
  const path = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu closes whenever another page is shown
  useEffect(close, [path]);

  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 200, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <a href="#main" className={classes.skip}>
        Skip to the content
      </a>
      <AppShell.Header className={classes.header}>
        <Group gap="sm" wrap="nowrap" miw={0}>
          <Burger
            opened={opened}
            onClick={toggle}
            hiddenFrom="sm"
            size="sm"
            aria-label={opened ? 'Close the navigation' : 'Open the navigation'}
            aria-expanded={opened}
            aria-controls="navigation"
          />
          <Link href={`/${project.slug}/overview`} className={classes.brand}>
            Faultline
          </Link>
          <ProjectSwitch project={project} projects={projects} />
          {project.isDemo ? (
            <Tooltip label="Everything in this project is made up, to show what Faultline does.">
              <Badge
                variant="light"
                color="grape"
                radius="sm"
                tt="none"
                className={classes.demo}
                tabIndex={0}
              >
                Demo data
              </Badge>
            </Tooltip>
          ) : null}
        </Group>
        <Group gap={4} wrap="nowrap">
          <ColorSchemeSwitch />
          <AccountMenu name={userName} />
          <SignOutButton />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar
        id="navigation"
        p="xs"
        aria-label="Main"
        className={opened ? undefined : classes.closedOnPhones}
      >
        <MainNavigation slug={project.slug} openPages={openPages} />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} className={classes.main}>
        {project.isArchived ? (
          <Alert variant="default" mb="md">
            This project is archived: its pages can be read, and nothing is taken in. An owner can restore it
            in its settings.
          </Alert>
        ) : null}
        {children}
      </AppShell.Main>
    </AppShell>
  );
}
