export type {
  CompiledPlan,
  FlashProgramme,
  Goal,
  ListedPromotion,
  PhaseKind,
  Span,
  Theme,
  Traffic,
} from './compiled.ts';
