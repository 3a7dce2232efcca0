#include "records/catalog/load_ruled.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/feel/parser.hpp"
#include "records/catalog/fact.hpp"
#include "records/catalog/rules.hpp"

namespace leye::catalog {
namespace {

Setting read_setting(const YamlNode& node) {
    node.only({"name", "days", "number", "from", "source", "mark"});
    Setting out;
    out.name = node.get("name").text();
    out.is_days = node.has("days");
    if (node.has("days") == node.has("number")) node.fault("a setting has either days or a number");
    out.value = node.get(out.is_days ? "days" : "number", false).integer(0, 1'000'000'000);
    out.from = day(node.get("from"));
    out.source = node.get("source").text();
    out.mark = node.get("mark", false).one_of(marks);
    return out;
}

// The facts and settings that an expression looks at, each once.
void collect_names(const feel::Node& node, const feel::Scope& known, std::vector<std::string>& into) {
    if (node.kind == feel::NodeKind::name && known.contains(node.text)) add_new(into, {node.text});
    for (const auto& child : node.children)
        if (child) collect_names(*child, known, into);
    if (node.body) collect_names(*node.body, known, into);
}

bool is_amount_known(const Ruled& ruled, std::string_view name) {
    return ruled.find_figure(name) || std::ranges::find(ruled.settings, name, &Setting::name) != ruled.settings.end();
}

AmountRule read_amount(const YamlNode& node, const Ruled& ruled) {
    node.only({"of", "per", "months"});
    AmountRule out{node.get("of").text(), node.get("per").one_of(payments), node.get("months", false).text()};
    if (!is_amount_known(ruled, out.of)) node.get("of").fault(fmt::format("the amount is of {}, which is no setting and no figure", out.of));
    if (!out.months.empty() && !is_amount_known(ruled, out.months)) node.get("months").fault(fmt::format("months are {}, which is no setting and no figure", out.months));
    if (!out.months.empty() && out.per != "month") node.get("months").fault("only what is paid each month has months");
    return out;
}

Reason read_reason(const YamlNode& node, const Ruled& ruled, const std::vector<std::string_view>& outcomes, std::vector<Named>& named) {
    node.only({"code", "outcome", "sentence", "change", "clause", "by_officer", "item", "amount"});
    Reason out{.code = node.get("code").text(), .outcome = node.get("outcome").one_of(outcomes), .sentence = node.get("sentence").words(),
               .change = node.get("change", false).words(), .clause = node.get("clause").text(), .by_officer = node.get("by_officer", false).boolean(),
               .item = node.get("item", false).text(), .amount = {}};
    if (!out.item.empty()) named.push_back({Named::Kind::item, out.item, node.get("item").place()});
    if (node.has("amount")) out.amount = read_amount(node.get("amount"), ruled);
    return out;
}

}  // namespace

const Reason* Ruled::find_reason(std::string_view wanted) const {
    const auto it = std::ranges::find(reasons, wanted, &Reason::code);
    return it == reasons.end() ? nullptr : &*it;
}

const Figure* Ruled::find_figure(std::string_view wanted) const {
    const auto it = std::ranges::find(figures, wanted, &Figure::name);
    return it == figures.end() ? nullptr : &*it;
}

std::vector<std::string> texts(const YamlNode& list) {
    std::vector<std::string> out;
    for (const auto& entry : list.list()) out.push_back(entry.text());
    return out;
}

Date day(const YamlNode& node) {
    const auto date = Date::parse(node.text());
    if (!date) node.fault("a date such as 2026-01-31 is wanted");
    return date.value_or(Date());
}

void read_head(const YamlNode& root, const std::string& file, Ruled& into) {
    into.file = file;
    into.code = root.get("code").text();
    into.version = root.get("version").integer(1, 10'000);
    into.name = root.get("name").words();
    into.summary = root.get("summary").words();
    for (const auto& clause : root.get("clauses").list()) {
        into.clauses.push_back(clause.text());
        if (!into.clauses.back().starts_with("6号文(")) clause.fault(fmt::format("the clause «{}» is not written as 6号文(十八)", into.clauses.back()));
    }
    into.from = day(root.get("from"));
    if (root.has("until")) into.until = day(root.get("until"));
    if (into.until && *into.until <= into.from) root.get("until").fault("until must be later than from");
    into.decision = root.get("decision").text();
}

void read_settings(const YamlNode& list, Ruled& into) {
    for (const auto& node : list.list()) {
        Setting s = read_setting(node);
        if (into.names.contains(s.name)) node.fault(fmt::format("the setting {} would hide a fact or a field", s.name));
        into.settings.push_back(std::move(s));
    }
}

void read_figures(const YamlNode& list, Ruled& into) {
    const auto known = names_in_rules(into);
    const feel::Scope scope(known.begin(), known.end());
    for (const auto& node : list.list()) {
        node.only({"name", "is"});
        Figure f{node.get("name").text(), node.get("is").text(), nullptr, {}};
        if (scope.contains(f.name) || into.find_figure(f.name)) node.fault(fmt::format("the name {} stands for something else too", f.name));
        auto tree = feel::parse_expression(f.is, scope);
        if (!tree) {
            const auto& details = tree.error().details;
            node.get("is").fault(details.contains("sentence") ? details.at("sentence") : tree.error().code);
            continue;
        }
        f.expression = std::move(*tree);
        collect_names(*f.expression, scope, f.names);
        into.figures.push_back(std::move(f));
    }
}

void read_reasons(const YamlNode& list, Ruled& into, const std::vector<std::string_view>& outcomes, std::vector<Named>& named,
                  const std::function<void(const YamlNode&, const Reason&)>& check) {
    for (const auto& node : list.list()) {
        Reason r = read_reason(node, into, outcomes, named);
        if (into.find_reason(r.code)) node.fault(fmt::format("the reason {} stands twice", r.code));
        check(node, r);
        auto names = names_in(r.sentence);
        add_new(names, names_in(r.change));
        for (const auto& name : names)
            if (type_in_rules(into, name).empty() && !into.find_figure(name)) node.fault(fmt::format("the sentence names {{{}}}, which is no fact", name));
        into.reasons.push_back(std::move(r));
    }
}

}  // namespace leye::catalog
