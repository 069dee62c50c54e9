import { z } from 'zod';
import {
  block,
  daily,
  detail,
  flag,
  from,
  id,
  lead,
  moment,
  points,
  say,
  text,
  title,
  until,
  words,
} from './leaves.ts';

export const PHASE_KINDS = [
  'warmUp',
  'presale',
  'burst',
  'sustain',
  'encore',
  'extension',
  'review',
  'optimise',
  'daily',
] as const;

const season = block({
  id: say(id, '季编号', 'identifier'),
  title,
  from,
  until,
  theme: say(id, '子主题', 'the sub-theme of the season').optional(),
  look: say(z.enum(['spring', 'summer', 'autumn', 'future']), '视觉', 'colours of the venue'),
  motif: say(words, '视觉元素', 'motif of the venue: lantern, wave, leaf, orbit …'),
  detail,
  activities: say(points, '活动', 'what happens in it'),
});

const phase = block({
  id: say(id, '阶段编号', 'identifier'),
  title,
  kind: say(z.enum(PHASE_KINDS), '阶段类型', 'what sort of phase it is'),
  season: say(id, '所属季', 'the season it belongs to').optional(),
  from,
  until,
  membersOnly: say(flag, '会员专属', 'only members get its promotions').optional(),
  detail,
  activities: say(points, '活动', 'what happens in it'),
});

const node = block({
  id: say(id, '节点编号', 'identifier'),
  title,
  kind: say(
    z.enum(['festival', 'sale', 'holiday', 'themeDay', 'origin']),
    '节点类型',
    'what sort of day it is',
  ),
  on: say(moment, '哪一天', 'one day, from midnight to midnight').optional(),
  from: from.optional(),
  until: until.optional(),
  season: say(id, '所属季', 'the season it belongs to').optional(),
  detail,
});

const milestone = block({
  id: say(id, '里程碑编号', 'identifier'),
  title,
  owner: say(id, '负责小组', 'squad that owns it').optional(),
  on: say(moment, '日期', 'the day it is due').optional(),
  before: say(lead, '提前多久', 'how long before its anchor it is due').optional(),
  anchor: say(
    id,
    '以谁为准',
    'phase or node that `before` counts from; without it the campaign start',
  ).optional(),
  takes: say(lead, '需要多久', 'how long the work takes, up to the day it is due').optional(),
  after: say(z.array(id).min(1), '前置任务', 'milestones that must be done before it begins').optional(),
  detail,
});

const habit = block({
  id: say(id, '编号', 'identifier'),
  title,
  daily: say(daily, '每日时段', 'hours of each day'),
  detail,
});

/** Seasons, phases and nodes: what opens when, by itself. */
export const calendar = block({
  rhythm: say(text, '节奏', 'the rhythm in one line').optional(),
  seasons: say(z.array(season), '季', 'seasons, one theme each').optional(),
  phases: say(z.array(phase).min(1), '阶段', 'phases in order'),
  nodes: say(z.array(node), '节点', 'festivals and sale days').optional(),
  milestones: say(z.array(milestone), '里程碑', 'what must be done by when').optional(),
  habits: say(z.array(habit), '每日固定', 'what happens at the same hour each day').optional(),
});
