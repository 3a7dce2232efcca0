#include "app/demo/employers.hpp"

#include <fmt/format.h>

#include <array>
#include <unordered_set>

#include "app/demo/names.hpp"

namespace leye::demo {
namespace {

constexpr uint64_t part_employers = 2;

struct Kind {
    std::string_view code, first_two;  ///< list employer_kind; the first two characters of GB 32100
    uint32_t weight, size_max;
    std::span<const std::string_view> trades;
    bool own_word;  ///< a firm's word stands between place and trade
};
constexpr std::array<std::string_view, 24> firm_trades{
    "机械厂",           "纺织有限公司",     "食品有限公司",       "化工有限公司",     "建筑工程有限公司",
    "物流有限公司",     "电子科技有限公司", "服装有限公司",       "农业科技有限公司", "餐饮管理有限公司",
    "商贸有限公司",     "信息技术有限公司", "物业服务有限公司",   "汽车配件有限公司", "医药有限公司",
    "家具有限公司",     "新材料有限公司",   "海产品加工有限公司", "超市有限公司",     "造纸有限公司",
    "玻璃制品有限公司", "劳务服务有限公司", "环保设备有限公司",   "人力资源有限公司"};
constexpr std::array<std::string_view, 12> shop_trades{"面馆",   "五金店", "汽修厂",     "理发店",
                                                       "水果店", "烘焙店", "家电维修部", "小吃店",
                                                       "服装店", "药店",   "文具店",     "养殖场"};
constexpr std::array<std::string_view, 5> nonprofit_trades{"职业培训学校", "幼儿园", "养老服务中心",
                                                           "社会工作服务中心", "康复中心"};
constexpr std::array<std::string_view, 5> institution_trades{"第一中学", "人民医院", "图书馆",
                                                             "疾病预防控制中心", "第二实验小学"};
constexpr std::array<std::string_view, 4> organ_trades{"农业农村局", "文化和旅游局", "水务局",
                                                       "市场监督管理局"};
constexpr std::array<std::string_view, 4> society_trades{"餐饮行业协会", "老年书画协会", "电子商务协会",
                                                         "志愿者协会"};
constexpr std::array<std::string_view, 5> startup_trades{
    "网络科技有限公司", "文化创意有限公司", "直播电商有限公司", "软件有限公司", "智能装备有限公司"};
constexpr std::array kinds{Kind{"enterprise", "91", 560, 60, firm_trades, true},
                           Kind{"sole_trader", "92", 250, 3, shop_trades, true},
                           Kind{"private_nonprofit", "52", 50, 12, nonprofit_trades, true},
                           Kind{"public_institution", "12", 60, 40, institution_trades, false},
                           Kind{"state_organ", "11", 20, 20, organ_trades, false},
                           Kind{"social_organisation", "51", 15, 3, society_trades, false},
                           Kind{"startup", "91", 45, 4, startup_trades, true}};

std::string draw_uscc(Draw& draw, std::string_view first_two) {
    constexpr std::string_view letters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    std::string organisation = "M";
    for (int i = 0; i < 7; ++i) organisation += letters[draw.below(letters.size())];
    organisation += reference::organisation_check_of(organisation);
    std::string code = std::string(first_two) + "379900" + organisation;
    return code + reference::uscc_check_of(code);
}

}  // namespace

std::vector<Employer> make_employers(uint64_t seed, size_t count, const Margins& margins,
                                     const reference::Reference& reference) {
    Draw draw = Draw::part(seed, part_employers);
    std::array<uint32_t, kinds.size()> weights{};
    for (size_t i = 0; i < kinds.size(); ++i) weights[i] = kinds[i].weight;
    std::unordered_set<std::string> taken;
    std::vector<Employer> out;
    while (out.size() < count) {
        const Kind& kind = kinds[draw.weighted(weights)];
        const auto* township =
            reference.areas().find(margins.townships[draw.weighted(margins.township_weights)]);
        const auto path = reference.areas().path(township->code);
        const std::string place = path[2]->zone ? path[2]->name : path[1]->name + path[2]->name;
        const std::string word = kind.own_word ? draw_firm_word(draw) : "";
        Employer employer{.name = place + word + std::string(draw.pick(kind.trades)),
                          .uscc = draw_uscc(draw, kind.first_two),
                          .kind = std::string(kind.code),
                          .area = path[2]->code,
                          .address = fmt::format("{}工业路{}号", township->name, draw.between(1, 300)),
                          .phone = fmt::format("128{:08}", draw.between(10'000, 99'999'999)),
                          .size = static_cast<uint32_t>(draw.between(1, static_cast<int>(kind.size_max)))};
        if (draw.one_in(4)) employer.size = employer.size * employer.size / 4 + 1;
        if (taken.insert(employer.name).second && taken.insert(employer.uscc).second)
            out.push_back(std::move(employer));
    }
    return out;
}

}  // namespace leye::demo
