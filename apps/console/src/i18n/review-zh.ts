/** 复盘。 */
const review = {
  'review.savePdf': '打印 / 存为 PDF',
  'review.compare': '与另一次对比',
  'review.group.sales': '销售',
  'review.group.reach': '传播',
  'review.group.experience': '体验',
  'review.group.companion': '伴随指标',
  'review.group.companionWords': '让核心指标不被误读',
  'review.verdict.goals': '{{measured}} 项可测目标达成 {{met}} 项',
  'review.verdict.goalsRunning': '{{measured}} 项可测目标，活动进行中',
  'review.verdict.noGoals': '方案没有可测的目标',
  'review.indicatorsNamed': '方案中的评估指标',
  'review.byVisits':
    '目标按访问折算：计划对同样 {{visits}} 次访问的要求（全程 {{planned}} 次），与实时大盘同一口径',
  'review.byVisitsFew': '模拟流量，满 {{min}} 次访问才与计划比较，现有 {{visits}} 次',
  'review.steps': '阶梯目标',
  'phases.upcoming': '还有 {{count}} 个阶段与节点没有开始',
  'phases.showUpcoming': '展开',
  'phases.hideUpcoming': '收起',
} as const;
export default review;
