/** Words of this trade that the general dictionary cuts apart. */
// biome-ignore format: a word a line would be pages
export const TRADE_WORDS = [
  '年货', '年货节', '年夜饭', '双十一', '双十二', '低碳', '盲盒', '潮玩', '手办', '手机壳', '手机膜', '钢化膜', '充电宝',
  '数据线', '充电器', '蓝牙耳机', '智能手表', '每日坚果', '开心果', '巴旦木', '碧根果', '夏威夷果', '牛肉干', '牛轧糖',
  '拉拉裤', '纸尿裤', '安全座椅', '吸奶器', '空气炸锅', '电饭煲', '破壁机', '扫地机器人', '洗地机', '吸尘器', '吹风机',
  '加湿器', '除湿机', '净化器', '四件套', '乳胶枕', '羽绒服', '羽绒被', '冲锋衣', '帆布鞋', '螺蛳粉', '大闸蟹', '火锅底料',
  '花生油', '橄榄油', '稻花香', '鸡胸肉', '蛋白粉', '益生菌', '代餐', '护手霜', '面霜', '精华液', '防晒霜', '防晒乳',
  '眼影盘', '气垫', '洁面乳', '移动电源', '露营', '温泉', '主题乐园', '电子书', '手账',
] as const;

/** One meaning, several words. An English phrase matches when each of its words does. */
export const SYNONYMS: readonly (readonly string[])[] = [
  ['手机', 'phone', 'smartphone', 'mobile'],
  ['手机壳', '保护壳', 'phone case'],
  ['坚果', '每日坚果', '干果', 'nut'],
  ['婴儿', '宝宝', '新生儿', '幼儿', 'baby', 'infant', 'toddler'],
  ['奶粉', '配方奶', 'formula', 'milk powder'],
  ['纸尿裤', '尿不湿', '尿布', '拉拉裤', 'nappy', 'diaper'],
  ['电脑', '笔记本', 'laptop', 'computer'],
  ['耳机', '蓝牙耳机', 'earphone', 'headphone', 'earbud'],
  ['充电宝', '移动电源', 'power bank'],
  ['手表', '腕表', 'watch'],
  ['口红', '唇膏', 'lipstick'],
  ['面霜', '润肤霜', 'cream'],
  ['防晒', '防晒霜', '防晒乳', 'sunscreen'],
  ['吸尘器', 'vacuum'],
  ['扫地机器人', '扫拖机器人', 'robot vacuum'],
  ['电饭煲', '电饭锅', 'rice cooker'],
  ['大米', '稻米', 'rice'],
  ['食用油', '花生油', '菜籽油', '橄榄油', 'oil'],
  ['茶', '茶叶', 'tea'],
  ['咖啡', 'coffee'],
  ['巧克力', 'chocolate'],
  ['蜂蜜', 'honey'],
  ['枸杞', 'goji', 'wolfberry'],
  ['红枣', '大枣', '枣', 'date', 'jujube'],
  ['水果', '鲜果', 'fruit', '果干'],
  ['零食', 'snack'],
  ['礼物', '礼品', '礼盒', 'gift'],
  ['年货', '年货节', '春节', 'new year'],
  ['项链', 'necklace'],
  ['连衣裙', '裙子', 'dress'],
  ['衬衫', 'shirt'],
  ['T恤', '短袖', 'tee', 't-shirt'],
  ['羽绒服', 'down jacket'],
  ['跑鞋', '跑步鞋', 'running shoe'],
  ['鞋', '鞋子', 'shoe', 'sneaker'],
  ['双肩包', '背包', '书包', 'backpack'],
  ['行李箱', '拉杆箱', 'suitcase', 'luggage'],
  ['被子', '被芯', 'quilt', 'duvet'],
  ['枕头', '枕芯', 'pillow'],
  ['毛巾', 'towel'],
  ['纸巾', '抽纸', 'tissue'],
  ['玩具', 'toy'],
  ['盲盒', 'blind box'],
  ['潮玩', '手办', 'figure', 'designer toy'],
  ['拼图', 'puzzle'],
  ['酒店', '民宿', 'hotel'],
  ['门票', 'ticket'],
  ['温泉', 'hot spring'],
  ['滑雪', 'ski'],
  ['露营', 'camping', 'camp'],
  ['低碳', '环保', '绿色', 'low carbon', 'eco', 'green'],
  ['太阳能', 'solar'],
  ['特产', '土特产', 'speciality', 'specialty'],
  ['火锅', 'hotpot'],
  ['黄金', '足金', '金条', 'gold'],
  ['床上用品', '四件套', 'bedding'],
];

/** A broad word finds the kinds below it; a kind does not find its neighbours. */
export const KINDS: Readonly<Record<string, readonly string[]>> = {
  坚果: ['核桃', '开心果', '巴旦木', '碧根果', '夏威夷果', '腰果', '瓜子'],
  水果: ['苹果', '沃柑', '水蜜桃', '哈密瓜', '蓝莓', '芒果'],
  箱包: ['双肩包', '斜挎包', '拉杆箱', '登机箱'],
  小家电: ['电饭煲', '空气炸锅', '破壁机', '电水壶', '多士炉', '加湿器'],
  面条: ['挂面', '牛肉面', '螺蛳粉', '意面'],
};

/** Words for the sale itself: every item that a shop has enrolled answers to them. */
// biome-ignore format: a word a line would be pages
export const OCCASIONS: ReadonlySet<string> = new Set([
  '双11', '双十一', '双12', '双十二', '618', '大促', '促销', '狂欢节', '购物节', 'sale',
]);
/** The token that enrolled items carry for those words. */
export const OCCASION_TOKEN = '#sale';

/** Too common to tell anything apart. */
// biome-ignore format: a word a line would be pages
export const STOP_WORDS: ReadonlySet<string> = new Set([
  '的', '了', '和', '与', '及', '或', '给', '送', '买', '款', '新款', '推荐', '好用', '正品', '包邮', '特价',
  'a', 'an', 'the', 'of', 'for', 'and', 'or', 'with', 'in', 'to', 'by', 'on',
]);
