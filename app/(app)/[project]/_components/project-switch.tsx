'use client';
import { Menu, UnstyledButton } from '@mantine/core';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import Link from 'next/link';
import classes from './project-switch.module.css';

export interface ShellProject {
  slug: string;
  name: string;
  isDemo: boolean;
  isArchived: boolean;
}

/** The project's name over a menu of the projects in use; the archived ones stand on the page of all projects. */
export function ProjectSwitch({
  project,
  projects,
}: {
  project: ShellProject;
  projects: readonly ShellProject[];
}) {
  const archived = projects.filter((item) => item.isArchived);
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
      <Menu.Dropdown mah="80vh" style={{ overflowY: 'auto' }}>
        {projects
          .filter((item) => !item.isArchived)
          .map((item) => (
            <ProjectItem key={item.slug} item={item} isShown={item.slug === project.slug} />
          ))}
        <Menu.Item component={Link} href="/projects">
          All projects{archived.length === 0 ? '' : `, ${archived.length} archived`}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function ProjectItem({ item, isShown }: { item: ShellProject; isShown: boolean }) {
  return (
    <Menu.Item
      component={Link}
      href={`/${item.slug}/overview`}
      rightSection={isShown ? <IconCheck size={16} aria-label="shown" /> : null}
    >
      <bdi>{item.name}</bdi>
      {item.isDemo ? ' (demo data)' : ''}
    </Menu.Item>
  );
}
