#include "engine/table/space.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "base/text.hpp"
#include "engine/table/expression.hpp"

namespace leye::table {
namespace {

constexpr size_t axes_max = 400;

/// A place between two values of a kind.
struct Edge {
    feel::Value value;
    bool after;
};
bool operator<(const Edge& a, const Edge& b) {
    const int o = order(a.value, b.value);
    return o < 0 || (o == 0 && !a.after && b.after);
}
bool operator==(const Edge& a, const Edge& b) { return a.after == b.after && order(a.value, b.value) == 0; }

/// A number for each rule, by which sets of rules are told apart when exclusive-ored; 128 bits, so that two sets never share one.
struct Mark {
    uint64_t a = 0, b = 0;
    static Mark of(uint64_t rule) { return {mixed(rule * 2 + 1), mixed(~rule)}; }
    void flip(const Mark& m) { a ^= m.a, b ^= m.b; }
    bool operator==(const Mark&) const = default;

  private:
    static uint64_t mixed(uint64_t x) {
        x += 0x9e3779b97f4a7c15ULL;
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
        x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
        return x ^ (x >> 31);
    }
};
struct MarkHash {
    size_t operator()(const Mark& m) const { return m.a; }
};

// The test as written, and whether the cell is not(…) of it.
std::pair<std::string, bool> opaque_test(const feel::Node& cell, std::string source) {
    const size_t open = source.find('('), close = source.rfind(')');
    if (cell.kind != feel::NodeKind::test_not || open == source.npos || close == source.npos) return {std::move(source), false};
    return {std::string(text::trim(std::string_view(source).substr(open + 1, close - open - 1))), true};
}

}  // namespace

Space::Space(std::vector<const feel::DecisionTable*> tables, const Given& given) {
    for (const auto* table : tables) read(*table, given);
    for (size_t c = 0; c < columns_.size(); ++c) cut(c);
    for (size_t c = 0; c < columns_.size(); ++c)
        for (size_t t = 0; t < tests_[c].size(); ++t) axes_.push_back({.column = c, .test = t, .size = 3});
    too_wide_ = axes_.size() > axes_max;
    if (!too_wide_) fill_grid();
}

void Space::read(const feel::DecisionTable& table, const Given& given) {
    Read out{.table = &table, .first = tables_.empty() ? 0 : tables_.back().first + tables_.back().table->rules.size()};
    for (size_t i = 0; i < table.inputs.size(); ++i) {
        Domain column = domain_of(table, i, given);
        if (!column.opaque_domain.empty()) out.opaque.push_back({0, static_cast<int>(i) + 1, column.opaque_domain});
        const auto same = std::ranges::find_if(columns_, [&](const Domain& c) { return c.source == column.source && c.kind == column.kind; });
        out.columns.push_back(static_cast<size_t>(same - columns_.begin()));
        if (same == columns_.end()) {
            columns_.push_back(std::move(column));
            meanings_.emplace_back();
            tests_.emplace_back();
        } else {
            // Of two lists of allowed values the wider counts: a case of either is looked at.
            if (same->kind) same->domain = unite(*same->kind, same->domain, column.domain);
            if (same->opaque_domain.empty()) same->opaque_domain = column.opaque_domain;
        }
    }
    const size_t inputs = table.inputs.size();
    out.cells.resize(table.rules.size() * inputs);
    for (size_t i = 0; i < inputs; ++i) {
        const size_t c = out.columns[i];
        std::unordered_map<std::string, uint32_t> known;
        for (size_t r = 0; r < table.rules.size(); ++r) {
            const feel::Rule& rule = table.rules[r];
            expect(rule.cells.size() == inputs, "a rule has a cell for each input");
            const bool written = i < rule.cell_sources.size();
            std::string source = written ? rule.cell_sources[i] : fmt::format("rule {} of {}", r + 1, table.name);
            const auto [at, fresh] = known.try_emplace(source, static_cast<uint32_t>(meanings_[c].size()));
            out.cells[r * inputs + i] = at->second;
            if (fresh) {
                const Cell cell = compile(*rule.cells[i], columns_[c].kind.value_or(Kind::any), given.known);
                Meaning meaning{.form = cell.form, .admitted = cell.admitted};
                if (cell.form == Cell::Form::opaque) {
                    auto [test, turned] = opaque_test(*rule.cells[i], source);
                    const auto same = std::ranges::find(tests_[c], test);
                    meaning.test = static_cast<size_t>(same - tests_[c].begin());
                    meaning.turned = turned;
                    meaning.runs = {turned ? Run{1, 1} : Run{0, 0}};
                    if (same == tests_[c].end()) tests_[c].push_back(std::move(test));
                }
                meanings_[c].push_back(std::move(meaning));
            }
            if (meanings_[c][at->second].form == Cell::Form::opaque) out.opaque.push_back({static_cast<int>(r) + 1, static_cast<int>(i) + 1, std::move(source)});
        }
    }
    std::ranges::stable_sort(out.opaque, {}, [](const OpaqueCell& c) { return std::pair(c.rule, c.column); });
    tables_.push_back(std::move(out));
}

void Space::cut(size_t c) {
    const Domain& column = columns_[c];
    if (!column.kind) return;
    std::vector<Edge> edges;
    const auto add_edges = [&](const Values& values) {
        for (const auto& i : values.in) {
            if (i.low) edges.push_back({*i.low, !i.low_closed});
            if (i.high) edges.push_back({*i.high, i.high_closed});
        }
    };
    add_edges(column.domain);
    for (const auto& m : meanings_[c]) add_edges(m.admitted);
    std::ranges::sort(edges, [](const Edge& a, const Edge& b) { return a < b; });
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());

    Axis axis{.column = c};
    if (column.domain.null) axis.elements.emplace_back(std::nullopt);
    std::vector<int32_t> before;  // elements before each stretch between two edges
    const bool bounded = column.domain.in.size() != 1 || column.domain.in[0].low || column.domain.in[0].high;
    for (size_t s = 0; s <= edges.size(); ++s) {
        before.push_back(static_cast<int32_t>(axis.elements.size()));
        Interval stretch;
        if (s > 0) stretch.low = edges[s - 1].value, stretch.low_closed = !edges[s - 1].after;
        if (s < edges.size()) stretch.high = edges[s].value, stretch.high_closed = edges[s].after;
        Values one = Values::of(*column.kind, std::move(stretch));
        if (bounded && !one.in.empty()) one = intersect(*column.kind, one, column.domain);
        if (!one.in.empty()) axis.elements.emplace_back(std::move(one.in[0]));
    }
    axis.size = static_cast<int32_t>(axis.elements.size());
    before.push_back(axis.size);
    const auto place = [&](const feel::Value& v, bool after) {
        return static_cast<size_t>(std::lower_bound(edges.begin(), edges.end(), Edge{v, after}) - edges.begin()) + 1;
    };
    for (auto& m : meanings_[c]) {
        if (m.form != Cell::Form::values) continue;
        if (m.admitted.null && column.domain.null) m.runs.push_back({0, 0});
        for (const auto& i : m.admitted.in) {
            const int32_t low = before[i.low ? place(*i.low, !i.low_closed) : 0];
            const int32_t high = before[i.high ? place(*i.high, i.high_closed) : edges.size() + 1] - 1;
            if (low <= high) m.runs = unite(m.runs, {{low, high}});
        }
    }
    axes_.push_back(std::move(axis));
}

Runs Space::side(const Read& table, size_t rule, const Axis& axis) const {
    Runs out{{0, axis.size - 1}};
    for (size_t i = 0; i < table.columns.size(); ++i) {
        if (table.columns[i] != axis.column) continue;
        const Meaning& m = meanings_[axis.column][table.cells[rule * table.columns.size() + i]];
        if (axis.test ? m.form == Cell::Form::opaque && m.test == *axis.test : m.form == Cell::Form::values) out = intersect(out, m.runs);
    }
    return out;
}

void Space::fill_grid() {
    size_t rules = 0, value_axes = 0;
    for (const auto& t : tables_) rules += t.table->rules.size();
    std::vector<Region> regions(rules);
    std::vector<int32_t> sizes;
    for (Axis& axis : axes_) {
        std::vector<Runs> sides;
        sides.reserve(rules);
        for (const auto& t : tables_)
            for (size_t r = 0; r < t.table->rules.size(); ++r) sides.push_back(side(t, r, axis));

        std::vector<Mark> marks(static_cast<size_t>(axis.size) + 1);
        for (size_t r = 0; r < rules; ++r)
            for (const Run& run : sides[r]) marks[run.low].flip(Mark::of(r)), marks[run.high + 1].flip(Mark::of(r));
        std::unordered_map<Mark, int32_t, MarkHash> classes;
        std::vector<int32_t> before{0};  // classes first met before each element
        Mark here;
        for (int32_t e = 0; e < axis.size; ++e) {
            here.flip(marks[e]);
            const auto [at, fresh] = classes.try_emplace(here, static_cast<int32_t>(axis.members.size()));
            if (fresh) axis.members.emplace_back();
            axis.members[at->second].push_back(e);
            before.push_back(static_cast<int32_t>(axis.members.size()));
        }
        axis.kept = axis.members.size() > 1 || std::ranges::any_of(sides, &Runs::empty);
        if (!axis.kept) continue;
        sizes.push_back(static_cast<int32_t>(axis.members.size()));
        if (!axis.test) ++value_axes;
        for (size_t r = 0; r < rules; ++r) {
            Runs numbered;
            for (const Run& run : sides[r])
                if (before[run.low] < before[run.high + 1]) numbered = unite(numbered, {{before[run.low], before[run.high + 1] - 1}});
            regions[r].push_back(std::move(numbered));
        }
    }
    grid_ = Grid(std::move(sizes), value_axes);
    for (const Region& region : regions) grid_.add(region);
}

std::optional<size_t> Space::empty_cell(size_t table, size_t rule) const {
    const Read& t = tables_[table];
    for (size_t i = 0; i < t.columns.size(); ++i) {
        const Meaning& m = meanings_[t.columns[i]][t.cells[rule * t.columns.size() + i]];
        if (m.form == Cell::Form::values && m.runs.empty()) return i;
    }
    // Two inputs of the same expression can leave nothing between them.
    for (const Axis& axis : axes_)
        if (side(t, rule, axis).empty()) return static_cast<size_t>(std::ranges::find(t.columns, axis.column) - t.columns.begin());
    return std::nullopt;
}

bool Space::is_whole(size_t table, size_t rule) const {
    const Brick whole = grid_.whole();
    for (size_t a = 0; a < whole.size(); ++a)
        if (!grid_.contains(number(table, rule), a, whole[a])) return false;
    return true;
}

Box Space::box(const Region& region) const {
    Box out;
    for (const Domain& c : columns_) out.sides.push_back({.values = c.domain, .text = {}});
    std::vector<bool> narrowed(columns_.size());
    size_t at = 0;
    for (const Axis& axis : axes_) {
        if (!axis.kept) continue;
        const Runs& runs = region[at++];
        if (runs == Runs{{0, static_cast<int32_t>(axis.members.size()) - 1}}) continue;
        std::vector<bool> in(static_cast<size_t>(axis.size));
        for (const Run& run : runs)
            for (int32_t k = run.low; k <= run.high; ++k)
                for (const int32_t e : axis.members[k]) in[e] = true;
        Side& side = out.sides[axis.column];
        if (axis.test) {
            side.opaque.push_back({tests_[axis.column][*axis.test], in[0], in[1], in[2]});
            out.possible = true;
            continue;
        }
        narrowed[axis.column] = true;
        Values values;
        for (int32_t e = 0; e < axis.size; ++e)
            if (in[e]) axis.elements[e] ? values.in.push_back(*axis.elements[e]) : void(values.null = true);
        side.values = unite(*columns_[axis.column].kind, values, Values::none());
    }
    for (size_t c = 0; c < columns_.size(); ++c) {
        Side& side = out.sides[c];
        const Domain& column = columns_[c];
        // What the list of allowed values leaves of it is not known, but null is always among that.
        if (narrowed[c] && !column.opaque_domain.empty() && !side.values.null) out.possible = true;
        if (narrowed[c]) side.text = text_of(*column.kind, side.values);
        for (const OpaqueTest& o : side.opaque) {
            std::string said = o.holds ? o.test : o.fails ? "not(" + o.test + ")" : "(" + o.test + ") = null";
            if (o.holds && (o.fails || o.unknown)) said = o.fails ? "(" + o.test + ") != null" : "not(not(" + o.test + "))";
            side.text += (side.text.empty() ? "" : " and ") + said;
        }
        if (side.text.empty()) side.text = "-";
        out.row.push_back(column.kind && !side.values.in.empty() ? some_value(*column.kind, side.values.in[0]) : feel::Value());
    }
    return out;
}

json::Object to_json(const Box& box) {
    json::Array cells, row;
    for (const Side& side : box.sides) cells.emplace_back(side.text);
    for (const auto& v : box.row) row.emplace_back(source_of(v));
    return {{"cells", std::move(cells)}, {"row", std::move(row)}, {"possible", box.possible}};
}

}  // namespace leye::table
