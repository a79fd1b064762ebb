import { PageSkeleton } from '../../../../_components/page-skeleton.tsx';

export default function Loading() {
  return <PageSkeleton lines={5} lineHeight={120} />;
}
