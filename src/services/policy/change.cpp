#include "services/policy/change.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace leye::policy {
namespace {

using table::TableSheet;
using What = Change::What;

constexpr std::string_view names[] = {"added", "removed", "changed", "moved", "table", "cases"};

std::string row_text(const TableSheet::Rule& rule) {
    std::string out;
    const auto add = [&](const std::vector<std::string>& some) {
        for (const auto& one : some) out += (out.empty() ? "" : " | ") + one;
    };
    add(rule.cells), add(rule.outputs), add(rule.notes);
    return out;
}

/// What a rule says in one kind of its columns, by the column's id.
template <class Column>
std::map<std::string, std::string> by_column(const std::vector<Column>& columns, const std::vector<std::string>& texts) {
    std::map<std::string, std::string> out;
    for (size_t i = 0; i < columns.size() && i < texts.size(); ++i) out[columns[i].id] = texts[i];
    return out;
}

class Comparison {
  public:
    Comparison(const TableSheet& before, const TableSheet& after) : before_(before), after_(after) {}

    std::vector<Change> run() {
        table_parts();
        std::map<std::string, const TableSheet::Rule*> old;
        for (const auto& rule : before_.rules) old[rule.id] = &rule;
        std::set<std::string> kept;
        for (const auto& rule : after_.rules) {
            const auto it = old.find(rule.id);
            if (it == old.end()) {
                add(rule.id, What::added, "", "", row_text(rule));
                continue;
            }
            kept.insert(rule.id);
            cells(rule.id, before_.inputs, it->second->cells, after_.inputs, rule.cells, "-");
            cells(rule.id, before_.outputs, it->second->outputs, after_.outputs, rule.outputs, "");
            cells(rule.id, before_.annotations, it->second->notes, after_.annotations, rule.notes, "");
        }
        for (const auto& rule : before_.rules)
            if (!kept.contains(rule.id)) add(rule.id, What::removed, "", row_text(rule), "");
        moved();
        return std::move(out_);
    }

  private:
    void add(std::string rule, What what, std::string column, std::string from, std::string to) {
        Change c;
        c.rule_id = std::move(rule), c.what = what, c.column = std::move(column), c.from = std::move(from), c.to = std::move(to);
        out_.push_back(std::move(c));
    }

    template <class Column>
    void cells(const std::string& rule, const std::vector<Column>& old_columns, const std::vector<std::string>& old_texts, const std::vector<Column>& columns,
               const std::vector<std::string>& texts, const std::string& usual) {
        const auto old = by_column(old_columns, old_texts);
        for (size_t i = 0; i < columns.size() && i < texts.size(); ++i) {
            const auto it = old.find(columns[i].id);
            const std::string& was = it == old.end() ? usual : it->second;
            if (was != texts[i] && !(it == old.end() && texts[i].empty())) add(rule, What::changed, columns[i].id, was, texts[i]);
        }
    }

    // in: `text` says all that a person can change of a column.
    template <class Column, class Text>
    void columns(const std::vector<Column>& old_columns, const std::vector<Column>& columns, Text text) {
        std::map<std::string, std::string> old;
        for (const auto& c : old_columns) old[c.id] = text(c);
        for (const auto& c : columns) {
            const auto it = old.find(c.id);
            if (it == old.end())
                add("", What::table, c.id, "", text(c));
            else if (it->second != text(c))
                add("", What::table, c.id, it->second, text(c));
            if (it != old.end()) old.erase(it);
        }
        for (const auto& [id, was] : old) add("", What::table, id, was, "");
    }

    void table_parts() {
        const auto policy = [](const TableSheet& s) { return s.aggregation.empty() ? s.hit_policy : s.hit_policy + " " + s.aggregation; };
        if (policy(before_) != policy(after_)) add("", What::table, "hit_policy", policy(before_), policy(after_));
        columns(before_.inputs, after_.inputs, [](const auto& c) { return c.label + " | " + c.expression + " | " + c.type + " | " + c.allowed; });
        columns(before_.outputs, after_.outputs, [](const auto& c) { return c.name + " | " + c.label + " | " + c.type + " | " + c.values + " | " + c.fallback; });
        columns(before_.annotations, after_.annotations, [](const auto& c) { return c.name; });
    }

    // The longest run of rules in their old order stays; the others have moved.
    void moved() {
        std::map<std::string, size_t> place;
        for (size_t i = 0; i < before_.rules.size(); ++i) place[before_.rules[i].id] = i;
        std::vector<std::pair<size_t, size_t>> both;  // old and new place, in the new order
        for (size_t i = 0; i < after_.rules.size(); ++i)
            if (const auto it = place.find(after_.rules[i].id); it != place.end()) both.emplace_back(it->second, i);
        std::vector<size_t> ends, before(both.size());  // last of the best run of each length
        for (size_t i = 0; i < both.size(); ++i) {
            const auto at = std::ranges::lower_bound(ends, both[i].first, {}, [&](size_t e) { return both[e].first; });
            before[i] = at == ends.begin() ? both.size() : *std::prev(at);
            if (at == ends.end())
                ends.push_back(i);
            else
                *at = i;
        }
        std::set<size_t> stay;
        for (size_t i = ends.empty() ? both.size() : ends.back(); i < both.size(); i = before[i]) stay.insert(i);
        for (size_t i = 0; i < both.size(); ++i)
            if (!stay.contains(i)) add(after_.rules[both[i].second].id, What::moved, "", std::to_string(both[i].first + 1), std::to_string(both[i].second + 1));
    }

    const TableSheet &before_, &after_;
    std::vector<Change> out_;
};

}  // namespace

std::string_view name_of(What what) { return names[static_cast<size_t>(what)]; }

std::optional<What> find_change_what(std::string_view name) {
    for (size_t i = 0; i < std::size(names); ++i)
        if (names[i] == name) return static_cast<What>(i);
    return std::nullopt;
}

std::vector<Change> changes_between(const TableSheet& before, const TableSheet& after) { return Comparison(before, after).run(); }

}  // namespace leye::policy
