import { useClockView } from '@dacu/ui';

/** Instants are told in the zone of the sale. */
export function useZone(): string {
  return useClockView()?.zone ?? 'Asia/Shanghai';
}
