#include "app/demo/agencies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>

namespace leye::demo {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 16> dialling{{{"3701", "0531"},
                                                                                  {"3702", "0532"},
                                                                                  {"3703", "0533"},
                                                                                  {"3704", "0632"},
                                                                                  {"3705", "0546"},
                                                                                  {"3706", "0535"},
                                                                                  {"3707", "0536"},
                                                                                  {"3708", "0537"},
                                                                                  {"3709", "0538"},
                                                                                  {"3710", "0631"},
                                                                                  {"3711", "0633"},
                                                                                  {"3713", "0539"},
                                                                                  {"3714", "0534"},
                                                                                  {"3715", "0635"},
                                                                                  {"3716", "0543"},
                                                                                  {"3717", "0530"}}};
constexpr std::array<std::string_view, 4> levels{"province", "city", "county", "township"};
constexpr std::array<std::string_view, 6> streets{"便民路", "政务路", "人民路", "建设路", "中心街", "文化路"};

std::string name_of(const reference::Area& area, const reference::Area* above) {
    if (area.level == 4) return area.name + "便民服务中心（人社）";
    const std::string place = area.level == 3 && !area.zone && above ? above->name + area.name : area.name;
    return place + "公共就业和人才服务中心";
}

std::string phone_of(const reference::Area& area) {
    for (const auto& [city, code] : dialling)
        if (area.code.starts_with(city)) return std::string(code) + "-12333";
    return "0531-12333";
}

std::string address_of(const reference::Reference& reference, const reference::Area& area) {
    const auto number = std::stoul(area.code.substr(area.code.size() - 4));
    const auto path = reference.areas().path(area.code);
    std::string place;
    for (size_t i = 1; i < path.size(); ++i) place += path[i]->name;
    if (place.empty()) place = "济南市历下区";
    return fmt::format("{}{}{}号政务服务大厅1楼", place, streets[number % streets.size()], number % 180 + 1);
}

size_t index_of(const std::vector<Agency>& agencies, std::string_view area) {
    const auto at = std::find_if(agencies.begin(), agencies.end(),
                                 [&](const Agency& agency) { return agency.area == area; });
    expect(at != agencies.end(), "the demo has an agency for every area");
    return static_cast<size_t>(at - agencies.begin());
}

}  // namespace

std::vector<Agency> make_agencies(const reference::Reference& reference, Date today) {
    std::vector<Agency> out;
    std::unordered_map<std::string, size_t> by_area;
    for (int level = 1; level <= 4; ++level)
        for (const auto& area : reference.areas().all()) {
            if (area.level != level || !area.in_force(today)) continue;
            const auto above = by_area.find(area.parent);
            by_area.emplace(area.code, out.size());
            out.push_back({.name = name_of(area, reference.areas().find(area.parent)),
                           .area = area.code,
                           .level = std::string(levels[static_cast<size_t>(level - 1)]),
                           .address = address_of(reference, area),
                           .phone = phone_of(area),
                           .hours = "工作日 9:00–12:00，13:00–17:00",
                           .parent = above == by_area.end() ? std::nullopt : std::optional(above->second)});
        }
    return out;
}

std::vector<StaffAccount> make_staff(const std::vector<Agency>& agencies) {
    const auto at = [&](std::string_view area) { return index_of(agencies, area); };
    return {{"window", "刘敏", at("370102"), {"window"}, "济南历下区窗口：受理、办结"},
            {"street", "孙倩", at("370102001"), {"window"}, "解放路街道窗口"},
            {"linyi", "张伟", at("371302"), {"window"}, "临沂兰山区窗口：接着办外市开始的事"},
            {"adviser", "王静", at("370100"), {"adviser"}, "济南市：答复政策咨询"},
            {"check", "赵强", at("370102"), {"window", "check"}, "历下区：核查承诺"},
            {"merge", "陈洁", at("370100"), {"window", "merge"}, "济南市：合并重复档案"},
            {"manager", "李峰", at("370100"), {"manager"}, "济南市：看办件、评价"},
            {"policy", "高琳", at("370000"), {"policy"}, "全省：起草、提交决策规则"},
            {"policy2", "宋颖", at("370000"), {"policy"}, "全省：第二人，批准、退回决策规则"},
            {"data", "马超", at("370000"), {"data"}, "全省：导入、撤回外部门数据"},
            {"city", "周宁", at("370100"), {"window", "manager"}, "济南市：受理、看办件和评价"},
            {"county", "郑丽", at("370102"), {"admin"}, "历下区：本区机构、人员、查阅记录"},
            {"admin", "于涛", at("370000"), {"admin"}, "全省：机构、人员、查阅记录"}};
}

}  // namespace leye::demo
