import { ChartPageSkeleton } from '../_charts/chart-page-skeleton.tsx';

export default function Loading() {
  return <ChartPageSkeleton charts={12} />;
}
