#include "records/party/duty.hpp"

#include <algorithm>

#include "records/party/area_range.hpp"
#include "records/reference/reference.hpp"

namespace leye::party {
namespace {

constexpr DutyRule rules[] = {
    {Duty::window, "window", Reach::province, true, "看待办，全省范围内受理、接续、办结办件；核对本人和经办人；看本辖区单位的资料",
     "works the queue: accepts, continues and decides cases from anywhere in the province; checks who stands there and who "
     "acts for a unit; reads units of the own area"},
    {Duty::adviser, "adviser", Reach::own_area, true, "看全省的政策咨询并解答", "reads and answers questions from anywhere in the province"},
    {Duty::check, "check", Reach::own_area, true, "看本辖区有承诺的办件，核查到期的书面承诺",
     "reads cases with a commitment in the own area and carries out the checks that are due"},
    {Duty::manager, "manager", Reach::own_area, true, "看待办，看本辖区办件、时限和评价",
     "sees the queue, and cases, clocks and evaluations of the own area"},
    {Duty::admin, "admin", Reach::own_area, false, "管理本辖区机构、人员和职责，看本辖区短信和查阅记录；不开档案",
     "keeps agencies, staff and duties of the own area and sees its messages and who read what; opens no file"},
    {Duty::merge, "merge", Reach::own_area, true, "合并或拆分同一人的档案，看档案要写理由",
     "joins and parts files of one person; opens files with a reason"},
    {Duty::policy, "policy", Reach::own_area, false, "维护事项和决策规则", "keeps items and rules"},
    {Duty::data, "data", Reach::province, false, "导入、重做、撤回外部门数据，看数据台账；不开档案",
     "imports, redoes and takes back what other departments tell, and sees the ledger; opens no file"},
};

Result<const DutyRule*> held(const Actor& actor, Duty duty) {
    const DutyRule& rule = rules[static_cast<size_t>(duty)];
    if (actor.kind == Actor::Kind::nobody) return refuse("sign_in_needed");
    if (actor.kind != Actor::Kind::staff || !actor.duties.contains(std::string(rule.name)))
        return refuse("duty_missing", "", {{"duty", std::string(rule.name)}, {"rule", std::string(rule.zh)}});
    return &rule;
}

tl::unexpected<Refusal> elsewhere(const DutyRule& rule, std::string_view area) {
    return refuse("duty_other_area", "", {{"duty", std::string(rule.name)}, {"area", std::string(area)}});
}

}  // namespace

std::span<const DutyRule> duty_rules() {
    return rules;
}

std::string_view name_of(Duty duty) {
    return rules[static_cast<size_t>(duty)].name;
}

std::optional<Duty> find_duty(std::string_view name) {
    for (const DutyRule& rule : rules)
        if (rule.name == name) return rule.duty;
    return std::nullopt;
}

bool opens_files(const Actor& actor) {
    return std::ranges::any_of(rules, [&](const DutyRule& r) {
        return r.opens_files && actor.duties.contains(std::string(r.name));
    });
}

bool area_covers(std::string_view outer, std::string_view inner) {
    return !outer.empty() && inner.starts_with(prefix_of(outer));
}

Result<void> may(const Actor& actor, Duty duty, std::string_view area) {
    if (actor.kind == Actor::Kind::system) return {};
    const auto rule = held(actor, duty);
    if (!rule) return tl::unexpected(rule.error());
    if ((*rule)->reach == Reach::province || area.empty() || area_covers(actor.area, area)) return {};
    return elsewhere(**rule, area);
}

Result<void> may_any(const Actor& actor, std::initializer_list<Duty> duties) {
    for (const Duty duty : duties)
        if (may(actor, duty)) return {};
    return may(actor, *duties.begin());
}

Result<void> may(const Context& ctx, Duty duty, std::string_view area) {
    auto answer = may(ctx.actor, duty, area);
    if (!answer && answer.error().code == "duty_other_area" &&
        ctx.reference.areas().is_within(area, ctx.actor.area))
        return {};
    return answer;
}

}  // namespace leye::party
