'use client';
import { Menu, UnstyledButton } from '@mantine/core';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import Link from 'next/link';
import classes from './project-switch.module.css';

export interface ShellProject {
  slug: string;
  name: string;
  isDemo: boolean;
}

/** The project's name; a menu of all projects where there are several. */
export function ProjectSwitch({
  project,
  projects,
}: {
  project: ShellProject;
  projects: readonly ShellProject[];
}) {
  if (projects.length < 2) return <bdi className={classes.name}>{project.name}</bdi>;
  return (
    <Menu position="bottom-start" shadow="md">
      <Menu.Target>
        <UnstyledButton
          className={classes.button}
          aria-label={`Project: ${project.name}. Change the project`}
        >
          <bdi className={classes.name}>{project.name}</bdi>
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {projects.map((item) => (
          <Menu.Item
            key={item.slug}
            component={Link}
            href={`/${item.slug}/overview`}
            rightSection={item.slug === project.slug ? <IconCheck size={16} aria-label="shown" /> : null}
          >
            <bdi>{item.name}</bdi>
            {item.isDemo ? ' (demo data)' : ''}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
