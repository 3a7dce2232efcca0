#include "services/determination/entitlement.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "engine/table/explain.hpp"
#include "records/catalog/rules.hpp"
#include "services/determination/told_facts.hpp"

namespace leye::determination {
namespace {

using catalog::Determination;

// What somebody can do, or what comes with time while one goes on; nobody is told to be older, poorer or out of work.
constexpr std::array movable = {"open_unemployment", "open_flexible", "insured_flexible", "insured_months", "insured_months_since_benefit", "runs_business", "business_months"};
constexpr size_t turns_looked_at = 12, ways_max = 2, steps_max = 2;

bool is_movable(std::string_view name) { return std::ranges::find(movable, name) != movable.end(); }

/// What every determination of the day says of one set of facts.
class Round {
  public:
    Round(const std::vector<const Determination*>& all, json::Object facts, Instant now) : facts_(std::move(facts)), now_(now) {
        for (const Determination* d : all) {
            auto said = catalog::determine(*d, facts_, now_);
            if (!said) {
                failed_ = said.error();
                return;
            }
            facts_[d->code] = said->outcome;
            said_.push_back({d, std::move(*said)});
        }
    }
    const std::optional<Refusal>& failed() const { return failed_; }
    const std::vector<Because>& said() const { return said_; }
    const json::Object& facts() const { return facts_; }
    const Because* find(std::string_view code) const {
        const auto it = std::ranges::find(said_, code, [](const Because& b) -> std::string_view { return b.determination->code; });
        return it == said_.end() ? nullptr : &*it;
    }
    bool knows(std::string_view name) const {
        const auto* value = facts_.if_contains(name);
        return value && !value->is_null();
    }

  private:
    json::Object facts_;
    Instant now_;
    std::vector<Because> said_;
    std::optional<Refusal> failed_;
};

// The names that the row asks about by themselves.
std::vector<std::string> asked_by_row(const feel::DecisionTable& table, int rule) {
    std::vector<std::string> out;
    const auto& cells = table.rules[static_cast<size_t>(rule) - 1].cell_sources;
    for (size_t i = 0; i < cells.size(); ++i)
        if (!cells[i].empty() && cells[i] != "-" && table.inputs[i].expression->kind == feel::NodeKind::name) catalog::add_new(out, {table.inputs[i].source});
    return out;
}

void tell_facts(const Round& round, Entitlement& e) {
    const Determination& d = *e.determination;
    const auto is_fact = [&](const std::string& name) {
        return std::ranges::find(catalog::determination_fact_names(), name, &catalog::FactName::name) != catalog::determination_fact_names().end();
    };
    auto names = asked_by_row(d.rules->table, e.said.rule);
    const catalog::Reason& reason = *d.find_reason(e.said.reason);
    for (const auto& name : catalog::names_in(reason.sentence)) {
        const catalog::Figure* figure = d.find_figure(name);
        catalog::add_new(names, figure ? figure->names : std::vector{name});
    }
    for (const auto& name : names) {
        if (const Because* before = round.find(name); before && std::ranges::find(d.after, name) != d.after.end())
            e.because.push_back(*before);
        else if (is_fact(name) && name != "today" && round.knows(name))
            e.facts.push_back(name);
    }
    // A row that holds because something is not known, and an officer who would look for what is not known.
    for (const auto& name : e.said.outcome == "review" ? d.rules->table.names : asked_by_row(d.rules->table, e.said.rule))
        if (is_fact(name) && !round.knows(name)) catalog::add_new(e.missing, {std::string(asked_as(name))});
}

// A value of the rules as facts are written.
json::Value fact_of(const feel::Value& value) {
    if (const auto* day = value.as<feel::Day>()) return json::Value(Date::of_days(static_cast<int32_t>(day->days)).text());
    return feel::to_json(value);
}

void find_ways(const std::vector<const Determination*>& all, const json::Object& facts, const Round& round, Instant now, Entitlement& e) {
    const Determination& d = *e.determination;
    std::set<std::string, std::less<>> fixed;
    for (const auto& name : d.rules->table.names)
        if (!is_movable(name)) fixed.insert(name);
    for (const auto& turn : table::turns(d.rules->table, catalog::context_of(d, round.facts(), now), now, fixed, turns_looked_at)) {
        // Ways further round than the nearest are no help.
        if (turn.steps.size() > steps_max || e.ways.size() == ways_max || (!e.ways.empty() && turn.steps.size() > e.ways.front().steps.size())) continue;
        Way way;
        json::Object changed = facts;
        for (const auto& step : turn.steps) {
            const std::string& name = d.rules->table.inputs[static_cast<size_t>(step.input) - 1].source;
            way.steps.push_back({name, fact_of(step.from), fact_of(step.to)});
            changed[name] = way.steps.back().to;
        }
        // The change may also move what other determinations say, so all are asked again.
        const Round then(all, std::move(changed), now);
        const Because* found = then.failed() ? nullptr : then.find(d.code);
        if (!found || found->said.outcome != "entitled") continue;
        way.amount = found->said.amount;
        e.ways.push_back(std::move(way));
    }
}

Standing standing_of(const Entitlement& e) {
    if (e.said.outcome == "entitled") return Standing::granted;
    if (e.said.outcome == "review") return Standing::review;
    // One number that grows, or acts that are done in a day.
    const bool near = std::ranges::any_of(e.ways, [](const Way& w) {
        return w.steps.size() == 1 || std::ranges::all_of(w.steps, [](const Step& s) { return s.to.is_bool(); });
    });
    return near ? Standing::near : Standing::no;
}

}  // namespace

std::string_view name_of(Standing s) {
    static constexpr std::string_view names[] = {"granted", "near", "review", "no"};
    return names[static_cast<int>(s)];
}

Result<std::vector<Entitlement>> list_entitlements(const catalog::Catalog& catalog, const json::Object& facts, Instant now) {
    const auto all = catalog.list_determinations(now.date());
    const Round round(all, facts, now);
    if (round.failed()) return tl::unexpected(*round.failed());
    std::vector<Entitlement> out;
    for (const Because& b : round.said()) {
        if (b.determination->kind != "entitlement") continue;
        Entitlement e{.determination = b.determination, .said = b.said};
        tell_facts(round, e);
        if (e.said.outcome == "not_entitled") find_ways(all, facts, round, now, e);
        e.standing = standing_of(e);
        out.push_back(std::move(e));
    }
    std::ranges::stable_sort(out, {}, &Entitlement::standing);
    return out;
}

}  // namespace leye::determination
