import type zh from './table-zh.ts';

const en: Record<keyof typeof zh, string> = {
  'table.sortHint': 'Press to sort; with Shift, sort by this column within the first',
  'table.width': 'Width of “{{title}}”',
  'table.filter': 'Filter “{{title}}”',
  'table.from': 'From',
  'table.to': 'To',
  'table.yuan': 'yuan',
  'table.contains': 'Contains',
  'table.apply': 'Apply',
  'table.clear': 'Clear filters',
  'table.clearOne': 'Remove this filter',
  'table.none': 'No row matches',
  'table.noneWords': 'Widen the filters or clear them.',
  'table.columns': 'Columns',
  'table.earlier': 'Move “{{title}}” earlier',
  'table.later': 'Move “{{title}}” later',
  'table.density': 'Row height',
  'table.usual': 'Roomy',
  'table.dense': 'Compact',
  'table.forget': 'Reset',
  'table.export': 'Export CSV',
  'table.cut':
    'Too many rows: the file has the first {{count}}. Narrow the filters to export the rest in parts.',
  'table.exportFailed': 'Not exported: the rows could not all be read, so no file was made. Try again.',
  'table.some': '{{shown}} of {{total}} rows',
  'table.loaded': 'Rows read: {{shown}}, more to come',
  'table.loadedOf': '{{shown}} of {{total}} rows read',
  'table.all': 'Rows: {{total}}',
};
export default en;
