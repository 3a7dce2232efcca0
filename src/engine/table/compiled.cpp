#include "engine/table/compiled.hpp"

#include <algorithm>

#include "engine/feel/builtins.hpp"
#include "engine/feel/evaluate.hpp"

namespace leye::table {
namespace {

using feel::Value;

struct Toggle {
    Cut cut;
    size_t place;
};

// The places whose admission changes at each cut, in order; `first` are those that begin with the least value.
std::vector<Toggle> toggles(const std::vector<Cell>& cells, const std::vector<uint16_t>& order, std::vector<size_t>& first, std::vector<size_t>& null) {
    std::vector<Toggle> out;
    for (size_t p = 0; p < order.size(); ++p) {
        const Cell& cell = cells[order[p]];
        if (cell.form != Cell::Form::values) {  // an open test keeps the rule alive until it is asked
            first.push_back(p), null.push_back(p);
            continue;
        }
        if (cell.admitted.null) null.push_back(p);
        for (const auto& i : cell.admitted.in) {
            i.low ? out.push_back({{*i.low, !i.low_closed}, p}) : first.push_back(p);
            if (i.high) out.push_back({{*i.high, i.high_closed}, p});
        }
    }
    std::ranges::stable_sort(out, [](const Toggle& a, const Toggle& b) { return a.cut < b.cut; });
    return out;
}

// Nothing where it would be too large.
std::optional<Index> indexed(const std::vector<Cell>& cells, const std::vector<uint16_t>& order, size_t words) {
    Index out;
    std::vector<size_t> first, null;
    const auto changes = toggles(cells, order, first, null);
    for (const auto& t : changes)
        if (out.cuts.empty() || out.cuts.back() < t.cut) out.cuts.push_back(t.cut);
    if ((out.cuts.size() + 2) * words * sizeof(uint64_t) > index_bytes_max) return std::nullopt;
    out.sets.resize((out.cuts.size() + 2) * words);
    const auto flip = [&](size_t row, size_t place) { out.sets[row * words + place / 64] ^= uint64_t{1} << place % 64; };
    for (const size_t p : null) flip(0, p);
    for (const size_t p : first) flip(1, p);
    size_t row = 1;
    for (size_t t = 0; t < changes.size(); ++t) {
        if (t == 0 || changes[t - 1].cut < changes[t].cut) {
            ++row;
            std::copy_n(out.sets.begin() + static_cast<ptrdiff_t>((row - 1) * words), words, out.sets.begin() + static_cast<ptrdiff_t>(row * words));
        }
        flip(row, changes[t].place);
    }
    return out;
}

// What the cells say where a value outside `allowed` counts as null.
void fold_allowed(std::vector<Cell>& cells, const Cell& allowed, Kind kind) {
    Values inside = allowed.admitted, outside = complement(kind, inside);
    inside.null = outside.null = false;
    const auto folded = [&](const Values& v) {
        Values out = intersect(kind, v, inside);
        if (v.null) out = unite(kind, out, outside);
        out.null = v.null;
        return out;
    };
    for (auto& c : cells)
        if (c.form == Cell::Form::values) c.admitted = folded(c.admitted), c.denied = folded(c.denied);
}

class Maker {
  public:
    Maker(const feel::DecisionTable& table, Kinds kinds, Known known) {
        out_.table = &table, out_.known = std::move(known), out_.kinds = std::move(kinds);
        expect(out_.known.now.has_value(), "a run over columns pins its instant");
        expect(table.rules.size() < UINT16_MAX, "a table has fewer rules than a rule number can say");
        for (const auto& [name, _] : out_.known.facts) expect(!out_.kinds.contains(name), "a fact is either known or differs by row");
    }

    Compiled make() {
        const auto& rules = out_.table->rules;
        out_.words = rules.size() <= 64 ? 1 : rules.size() <= 512 ? 8 : (rules.size() + 1023) / 1024 * 16;
        for (const auto& rule : rules) {
            auto& row = out_.outputs.emplace_back();
            for (const auto& o : rule.outputs) row.push_back(constant(*o, out_.known));
        }
        for (size_t r = 0; r < rules.size(); ++r) out_.order.push_back(static_cast<uint16_t>(r));
        rank();
        out_.place.resize(rules.size());
        for (size_t p = 0; p < rules.size(); ++p) out_.place[out_.order[p]] = static_cast<uint16_t>(p);
        out_.open_of.resize(rules.size());
        out_.standing.resize(out_.words);
        for (size_t p = 0; p < rules.size(); ++p) out_.standing[p / 64] |= uint64_t{1} << p % 64;
        for (size_t q = 0; q < out_.table->inputs.size(); ++q) ask(q);
        return std::move(out_);
    }

  private:
    void rank() {
        const auto policy = out_.table->hit_policy;
        if (policy != feel::HitPolicy::priority && policy != feel::HitPolicy::output_order) return;
        for (size_t r = 0; r < out_.outputs.size(); ++r)
            if (!out_.all_constant(r)) return;
        for (const auto& c : out_.table->columns)
            for (const auto& p : c.priorities)
                if (!constant(*p, out_.known)) return;
        const auto facts = std::make_shared<const feel::Frame>(feel::Frame{nullptr, out_.known.facts});
        std::vector<std::vector<size_t>> by_rule;
        for (const auto& row : out_.outputs) {
            std::vector<Value> values;
            for (const auto& v : row) values.push_back(*v);
            by_rule.push_back(ranks(*out_.table, values, facts, *out_.known.now));
        }
        std::ranges::stable_sort(out_.order, {}, [&](uint16_t r) { return by_rule[r]; });
        out_.ranked = true;
    }

    Question source(const feel::Input& input) const {
        Question q;
        const feel::Node& n = *input.expression;
        if (const auto it = out_.kinds.find(n.text); n.kind == feel::NodeKind::name && it != out_.kinds.end()) {
            q.form = Question::Form::fact, q.fact = n.text, q.kind = it->second;
        } else if (auto v = constant(n, out_.known)) {
            q.form = Question::Form::constant, q.value = std::move(*v);
        } else if (auto steps = compile_expression(n, out_.kinds, out_.known)) {
            q.form = steps->kind() == Kind::any ? Question::Form::constant : Question::Form::steps;
            q.kind = steps->kind(), q.steps = std::move(steps);
        } else if (input.type && is_ordered(input.type->kind)) {
            q.kind = input.type->kind;
        }
        return q;
    }

    // A constant takes away the rules it fails, once for all rows.
    void settle(const Question& q, size_t at) {
        const auto& input = out_.table->inputs[at];
        Value v = q.value;
        if (input.allowed && !v.is_null() && !says_the_same(*input.allowed)) {
            for (size_t p = 0; p < out_.order.size(); ++p) later(p, at);
            return;
        }
        if (input.allowed && !v.is_null() && feel::test(*input.allowed, v, out_.known.facts, *out_.known.now) != true) v = {};
        for (size_t p = 0; p < out_.order.size(); ++p) {
            const auto& tests = *out_.table->rules[out_.order[p]].cells[at];
            if (!says_the_same(tests))
                later(p, at);
            else if (feel::test(tests, v, out_.known.facts, *out_.known.now) != true)
                out_.standing[p / 64] &= ~(uint64_t{1} << p % 64);
        }
    }
    // Whether tests say the same in every row.
    bool says_the_same(const feel::Node& tests) const {
        if (tests.kind == feel::NodeKind::test_any) return true;
        if (tests.kind == feel::NodeKind::test_value || tests.kind == feel::NodeKind::test_compare) return !tests.asks_input && constant(*tests.children[0], out_.known);
        return std::ranges::all_of(tests.children, [&](const auto& c) { return says_the_same(*c); });
    }

    void ask(size_t at) {
        const auto& input = out_.table->inputs[at];
        Question q = source(input);
        if (q.form == Question::Form::constant) {
            settle(q, at);
            q.kind = Kind::any;
            out_.questions.push_back(std::move(q));
            return;
        }
        Cell allowed;
        if (input.allowed) allowed = compile(*input.allowed, q.kind, out_.known);
        const auto open_cell = [](const feel::Node& tests) { return tests.kind == feel::NodeKind::test_any ? Cell{} : Cell{Cell::Form::opaque, {}, {}, &tests}; };
        for (const auto& rule : out_.table->rules)
            q.cells.push_back(allowed.form == Cell::Form::opaque ? open_cell(*rule.cells[at]) : compile(*rule.cells[at], q.kind, out_.known));
        if (allowed.form == Cell::Form::values) fold_allowed(q.cells, allowed, q.kind);
        if (std::ranges::any_of(q.cells, [](const Cell& c) { return c.form == Cell::Form::values; })) {
            if (auto index = indexed(q.cells, out_.order, out_.words)) {
                q.index = std::move(*index);
            } else {
                for (size_t r = 0; r < q.cells.size(); ++r) q.cells[r] = open_cell(*out_.table->rules[r].cells[at]);
            }
        }
        out_.questions.push_back(std::move(q));
        for (size_t p = 0; p < out_.order.size(); ++p)
            if (out_.questions[at].cells[out_.order[p]].form == Cell::Form::opaque) later(p, at);
    }

    // The cell is asked of rows that are still alive; cells written alike are one test.
    void later(size_t place, size_t at) {
        const auto& rule = out_.table->rules[out_.order[place]];
        const std::string source = at < rule.cell_sources.size() ? rule.cell_sources[at] : std::string();
        const auto key = std::pair(at, source.empty() ? "\x01" + std::to_string(place) : source);
        const auto [it, made] = seen_.try_emplace(key, static_cast<uint32_t>(out_.open.size()));
        if (made) {
            OpenTest test{at, rule.cells[at].get(), std::nullopt};
            const bool by_steps = at < out_.questions.size() && !out_.table->inputs[at].allowed && (out_.questions[at].form == Question::Form::fact || out_.questions[at].form == Question::Form::steps);
            if (by_steps) test.steps = compile_tests(*test.tests, out_.questions[at].kind, out_.kinds, out_.known);
            out_.open.push_back(std::move(test));
        }
        out_.open_of[place].push_back(it->second);
    }

    Compiled out_;
    std::map<std::pair<size_t, std::string>, uint32_t> seen_;
};

}  // namespace

size_t Index::stretch_of(const Value& v) const {
    if (v.is_null()) return 0;
    return 1 + static_cast<size_t>(std::ranges::partition_point(cuts, [&](const Cut& c) { return is_behind(v, c); }) - cuts.begin());
}

bool Compiled::all_constant(size_t r) const {
    return std::ranges::all_of(outputs[r], [](const auto& v) { return v.has_value(); });
}

std::vector<size_t> ranks(const feel::DecisionTable& table, const std::vector<Value>& outputs, const feel::FrameRef& facts, Instant now) {
    std::vector<size_t> out;
    feel::Run run{now};
    for (size_t o = 0; o < outputs.size() && o < table.columns.size(); ++o) {
        const auto& list = table.columns[o].priorities;
        size_t rank = 0;
        while (rank < list.size() && feel::equal(feel::evaluate(*list[rank], facts, run), outputs[o]) != true) ++rank;
        out.push_back(rank);
    }
    return out;
}

Compiled compile(const feel::DecisionTable& table, Kinds kinds, Known known) { return Maker(table, std::move(kinds), std::move(known)).make(); }

}  // namespace leye::table
