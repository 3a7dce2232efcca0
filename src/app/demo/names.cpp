#include "app/demo/names.hpp"

#include <array>
#include <string_view>

namespace leye::demo {
namespace {

struct Surname {
    std::string_view text;
    uint32_t weight;
};
/// The common surnames of Shandong with rough weights; the order is common knowledge, the weights are ours.
constexpr std::array surnames{
    Surname{"王", 94}, Surname{"张", 90}, Surname{"李", 85}, Surname{"刘", 79},  Surname{"孙", 36},
    Surname{"陈", 28}, Surname{"赵", 30}, Surname{"杨", 28}, Surname{"徐", 24},  Surname{"马", 19},
    Surname{"高", 16}, Surname{"宋", 15}, Surname{"于", 14}, Surname{"周", 13},  Surname{"朱", 12},
    Surname{"吴", 12}, Surname{"郭", 12}, Surname{"韩", 11}, Surname{"曹", 9},   Surname{"胡", 9},
    Surname{"林", 8},  Surname{"郑", 8},  Surname{"崔", 8},  Surname{"姜", 8},   Surname{"董", 8},
    Surname{"孔", 7},  Surname{"魏", 7},  Surname{"吕", 7},  Surname{"丁", 7},   Surname{"程", 6},
    Surname{"田", 6},  Surname{"隋", 5},  Surname{"曲", 5},  Surname{"冯", 5},   Surname{"任", 5},
    Surname{"袁", 5},  Surname{"潘", 5},  Surname{"毕", 4},  Surname{"邵", 4},   Surname{"秦", 4},
    Surname{"许", 4},  Surname{"何", 4},  Surname{"谢", 4},  Surname{"苏", 4},   Surname{"范", 4},
    Surname{"石", 4},  Surname{"侯", 4},  Surname{"孟", 4},  Surname{"牟", 3},   Surname{"战", 2},
    Surname{"亓", 2},  Surname{"綦", 1},  Surname{"逄", 1},  Surname{"欧阳", 1}, Surname{"司马", 1},
    Surname{"尹", 3},  Surname{"纪", 2},  Surname{"颜", 2},  Surname{"曾", 2},   Surname{"仇", 1}};

using Words = std::span<const std::string_view>;
constexpr std::array<std::string_view, 40> men_old{
    "建", "国", "军", "志", "明", "强", "勇", "平", "华", "文", "海", "永", "德", "玉",
    "春", "林", "生", "宝", "金", "忠", "庆", "福", "利", "民", "光", "东", "峰", "成",
    "振", "清", "学", "兴", "树", "立", "新", "红", "卫", "云", "山", "波"};
constexpr std::array<std::string_view, 40> women_old{
    "秀", "英", "兰", "桂", "玉", "芳", "红", "霞", "梅", "丽", "艳", "凤", "美", "华",
    "春", "萍", "玲", "云", "淑", "珍", "爱", "敏", "静", "燕", "娟", "琴", "荣", "青",
    "莲", "翠", "芹", "娥", "香", "月", "彩", "花", "菊", "洁", "莉", "娜"};
constexpr std::array<std::string_view, 40> men_young{
    "浩", "宇", "轩", "子", "博", "泽", "俊", "杰", "鹏", "涛", "磊", "超", "凯", "晨",
    "阳", "昊", "天", "文", "嘉", "伟", "睿", "鑫", "龙", "飞", "辉", "旭", "航", "一",
    "铭", "瑞", "帅", "恒", "斌", "奇", "毅", "琛", "煜", "梓", "思", "远"};
constexpr std::array<std::string_view, 40> women_young{
    "雨", "欣", "怡", "佳", "琪", "梦", "瑶", "思", "雪", "婷", "倩", "慧", "晓", "文",
    "静", "莹", "萌", "颖", "涵", "悦", "诗", "璐", "晴", "琳", "妍", "月", "嘉", "宁",
    "梓", "可", "若", "彤", "心", "蕾", "楠", "菲", "娇", "雅", "茜", "然"};
constexpr std::array<std::string_view, 8> rare{"𠮷", "㛃", "䶮", "堃", "喆", "垚", "翀", "燊"};
constexpr std::array<std::string_view, 8> minority_men{"阿卜杜拉", "买买提", "艾力", "吐尔逊",
                                                       "扎西",     "多吉",   "巴图", "木合塔尔"};
constexpr std::array<std::string_view, 8> minority_women{"阿依古丽", "古丽娜尔", "热依汗", "卓玛",
                                                         "央金",     "其其格",   "阿丽娅", "米热古丽"};
constexpr std::array<std::string_view, 8> fathers{"买买提", "热合曼", "吐尔逊", "艾山",
                                                  "达瓦",   "次仁",   "苏莱曼", "依明"};
constexpr std::array<std::string_view, 40> firm_first{
    "和", "顺", "恒", "瑞", "鑫", "泰", "宏", "兴", "华", "盛", "永", "隆", "嘉", "德",
    "安", "康", "利", "达", "润", "泽", "博", "远", "海", "天", "金", "玉", "福", "祥",
    "正", "信", "诚", "佳", "丰", "源", "汇", "通", "万", "齐", "鲁", "岱"};
constexpr int young_since = 1985;

std::string_view pick(Draw& draw, Words words) {
    return draw.pick(words);
}

}  // namespace

std::string draw_surname(Draw& draw) {
    uint64_t sum = 0;
    for (const auto& surname : surnames) sum += surname.weight;
    uint64_t left = draw.below(sum);
    for (const auto& surname : surnames) {
        if (left < surname.weight) return std::string(surname.text);
        left -= surname.weight;
    }
    return "王";
}

std::string draw_name(Draw& draw, bool male, int birth_year) {
    if (draw.one_in(600)) {
        const auto own = pick(draw, male ? Words(minority_men) : Words(minority_women));
        return std::string(own) + "·" + std::string(pick(draw, fathers));
    }
    const bool young = birth_year >= young_since;
    const Words given =
        male ? (young ? Words(men_young) : Words(men_old)) : (young ? Words(women_young) : Words(women_old));
    std::string name = draw_surname(draw);
    if (draw.one_in(180)) return name + std::string(pick(draw, rare));
    if (draw.percent(young ? 24 : 14)) return name + std::string(pick(draw, given));
    const auto first = pick(draw, given);
    const auto second = draw.one_in(220) ? pick(draw, rare) : pick(draw, given);
    return name + std::string(first) + std::string(second);
}

std::string draw_firm_word(Draw& draw) {
    std::string word(pick(draw, firm_first));
    std::string_view next = pick(draw, firm_first);
    while (next == word) next = pick(draw, firm_first);
    return word + std::string(next);
}

}  // namespace leye::demo
