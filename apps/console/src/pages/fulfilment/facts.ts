import { useQuery } from '@tanstack/react-query';
import { api } from '../../data/api.ts';

export const PARCELS = ['parcels'] as const;

/** Counts, places and carriers of the page; its first row is not looked at. */
export const useFulfilmentFacts = () =>
  useQuery({ queryKey: [...PARCELS, 'facts'], queryFn: () => api.parcels({ limit: 1 }) });
