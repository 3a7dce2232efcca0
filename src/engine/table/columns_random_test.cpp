#include <fmt/format.h>

#include <numeric>
#include <random>

#include "engine/feel/aggregate.hpp"
#include "engine/table/test/cases.hpp"

using namespace leye;
using namespace leye::table;
using feel::HitPolicy;
using feel::Value;

namespace {

constexpr Wide unit = 1'000'000'000'000'000;  // the naive evaluator counts numbers by 10^-15

/// What the naive evaluator knows of a value: a number by 10^-15, days, months, 0 and 1; or a string.
struct Plain {
    bool null = true;
    Wide n = 0;
    std::string s;
    bool operator==(const Plain&) const = default;
};
Plain plain(Wide n) { return {false, n, {}}; }
std::strong_ordering operator<=>(const Plain& a, const Plain& b) { return a.n != b.n ? (a.n < b.n ? std::strong_ordering::less : std::strong_ordering::greater) : a.s <=> b.s; }

std::string decimal(Wide n) {
    std::string digits;
    for (unsigned __int128 x = n < 0 ? -static_cast<unsigned __int128>(n) : static_cast<unsigned __int128>(n); x || digits.size() < 16; x /= 10) digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(x % 10)));
    return (n < 0 ? "-" : "") + digits.substr(0, digits.size() - 15) + "." + digits.substr(digits.size() - 15);
}

std::string written(Kind kind, const Plain& p) {
    if (p.null) return "null";
    switch (kind) {
        case Kind::boolean: return p.n ? "true" : "false";
        case Kind::number: return decimal(p.n);
        case Kind::string: return "\"" + p.s + "\"";
        case Kind::date: return "@\"" + feel::text_of(feel::Day{static_cast<int64_t>(p.n)}) + "\"";
        case Kind::months: return "@\"" + feel::text_of(feel::MonthsDuration{static_cast<int64_t>(p.n)}) + "\"";
        default: return "@\"" + feel::text_of(feel::DaysDuration{static_cast<int64_t>(p.n)}) + "\"";
    }
}

Value value(Kind kind, const Plain& p) {
    if (p.null) return {};
    switch (kind) {
        case Kind::boolean: return p.n != 0;
        case Kind::number: return Value::of(feel::Number::parse(decimal(p.n)));
        case Kind::string: return p.s;
        case Kind::date: return feel::Day{static_cast<int64_t>(p.n)};
        case Kind::months: return feel::MonthsDuration{static_cast<int64_t>(p.n)};
        default: return feel::DaysDuration{static_cast<int64_t>(p.n)};
    }
}

using Row = std::vector<Plain>;
/// A unary test in three values, written and naively decided.
struct NaiveCell {
    std::string text;
    std::function<std::optional<bool>(const Plain&, const Row&)> holds;
};

struct Fact {
    const char* name;
    Kind kind;
    std::vector<Plain> pool;  // what rows and cells are made of, so that boundaries are met
};

// Readers of a library: days in seconds, numbers by 10^-15.
std::vector<Fact> library() {
    const auto numbers = [](std::initializer_list<long> n, Wide by) {
        std::vector<Plain> out;
        for (long x : n) out.push_back(plain(Wide{x} * by));
        return out;
    };
    const auto words = [](std::initializer_list<const char*> w) {
        std::vector<Plain> out;
        for (const char* x : w) out.push_back({false, 0, x});
        return out;
    };
    return {
        {"age", Kind::number, numbers({-1, 0, 1, 5, 6, 15, 16, 17, 18, 59, 60, 61, 120}, unit)},
        {"fee", Kind::number, numbers({-1, 0, 1, 49, 50, 51, 99, 100, 101, 525, 1600, 1601, 6000}, unit / 100)},
        {"reader", Kind::string, words({"", "adult", "child", "staff", "Staff", "a", "𠮷", "𠮷野", "中"})},
        {"lost", Kind::boolean, numbers({0, 1}, 1)},
        {"joined", Kind::date, numbers({-719162, -1, 0, 1, 58, 59, 18261, 18320, 18321, 18322, 20779, 20780, 20781}, 1)},
        {"due", Kind::date, numbers({-1, 0, 18321, 18322, 20749, 20780, 20781, 20811, 2932896}, 1)},
        {"loan", Kind::days, numbers({-86400, 0, 1, 86399, 86400, 86401, 2592000}, 1)},
        {"card", Kind::months, numbers({-1, 0, 1, 11, 12, 13, 24}, 1)},
        {"day", Kind::days, numbers({-2, -1, 0, 1, 29, 30, 31, 365}, 86400)},
        {"month", Kind::months, numbers({-1, 0, 1, 6, 12}, 1)},
    };
}

/// Made of random parts; written in FEEL for the engine, in C++ for the naive evaluator.
class Maker {
  public:
    explicit Maker(uint32_t seed) : random_(seed) {}
    size_t below(size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random_); }
    bool one_in(size_t n) { return below(n) == 0; }

    Plain some(const Fact& f, bool wild) {
        if (one_in(9)) return {};
        Plain p = f.pool[below(f.pool.size())];
        // A step beside a boundary, of the last decimal or of a finer one; rarely a number that needs more than 64 bits.
        if (f.kind == Kind::number && one_in(6)) p.n += (one_in(2) ? 1 : -1) * (wild && one_in(3) ? 10 : unit / 1000);
        if (f.kind == Kind::number && wild && one_in(50)) p.n = p.n * 100'000'000'000'000 + 7 * unit;
        if (f.kind == Kind::date && one_in(4)) p.n += one_in(2) ? 1 : -1;
        return p;
    }

    struct Question {
        std::string text;
        Fact fact;  // its kind and pool
        std::function<Plain(const Row&)> of;
    };
    Question question(const std::vector<Fact>& facts) {
        const auto index = [&](const char* name) { return static_cast<size_t>(std::ranges::find(facts, std::string_view(name), &Fact::name) - facts.begin()); };
        const auto both = [&](const char* a, const char* b, auto f) { return [i = index(a), j = index(b), f](const Row& r) { return r[i].null || r[j].null ? Plain{} : f(r[i].n, r[j].n); }; };
        const Fact &number = facts[0], &days = facts[8], &months = facts[7], &dates = facts[4];
        switch (below(16)) {
            case 0: return {"due - joined", days, both("due", "joined", [](Wide a, Wide b) { return plain((a - b) * 86400); })};
            case 1: return {"fee + age * 2", number, both("fee", "age", [](Wide a, Wide b) { return plain(a + 2 * b); })};
            case 2: return {"fee - 0.005", facts[1], [i = index("fee")](const Row& r) { return r[i].null ? Plain{} : plain(r[i].n - unit / 200); }};
            case 3: return {"joined + day", dates, both("joined", "day", [](Wide a, Wide b) { return plain(a + b / 86400); })};
            case 4: return {"if lost then age else fee", number, [l = index("lost"), a = index("age"), f = index("fee")](const Row& r) { return !r[l].null && r[l].n ? r[a] : r[f]; }};
            case 5:
                return {"years and months duration(joined, due)", months, both("joined", "due", [](Wide a, Wide b) {
                    const auto p = feel::Day{static_cast<int64_t>(a)}.parts(), q = feel::Day{static_cast<int64_t>(b)}.parts();
                    int64_t m = (q.year * 12 + q.month) - (p.year * 12 + p.month);
                    if (a < b && q.day < p.day && m > 0) --m;
                    if (a > b && q.day > p.day && m < 0) ++m;
                    return plain(m);
                })};
            case 6: return {"age / 2", number, [i = index("age")](const Row& r) { return r[i].null ? Plain{} : plain(r[i].n / 2); }};
            case 7: return {"(due - joined).days", number, both("due", "joined", [](Wide a, Wide b) { return plain((a - b) * unit); })};
            default: {
                const size_t i = below(8);
                return {facts[i].name, facts[i], [i](const Row& r) { return r[i]; }};
            }
        }
    }

    /// in: `narrow` cells admit little, so that large tables are looked at far down.
    NaiveCell cell(const Fact& f, const std::vector<Fact>& facts, bool narrow) {
        const auto pick = [&] { return f.pool[below(f.pool.size())]; };
        const auto compared = [](std::string_view op, const Plain& a, const Plain& b) -> std::optional<bool> {
            if (op == "=" || op == "!=") return (a == b) == (op == "=");
            if (a.null || b.null) return std::nullopt;
            return op == "<" ? a < b : op == "<=" ? a <= b : op == ">" ? a > b : a >= b;
        };
        const bool truth = f.kind == Kind::boolean;
        static constexpr const char* ops[] = {"=", "!=", "<", "<=", ">", ">="};
        switch (narrow && !one_in(6) ? 5 : below(13)) {
            case 0:
            case 1:
            case 2: return {"-", [](const Plain&, const Row&) { return true; }};
            case 3: return {"null", [](const Plain& v, const Row&) { return v.null; }};
            case 4: return {"not(null)", [](const Plain& v, const Row&) { return !v.null; }};
            case 5: {
                const Plain p = pick();
                return {written(f.kind, p), [p](const Plain& v, const Row&) { return v == p; }};
            }
            case 6: {
                const Plain p = pick(), q = pick();
                return {written(f.kind, p) + ", " + written(f.kind, q) + ", null", [p, q](const Plain& v, const Row&) { return v.null || v == p || v == q; }};
            }
            case 7: {
                const Plain p = pick();
                return {"not(" + written(f.kind, p) + ")", [p](const Plain& v, const Row&) { return v != p; }};
            }
            case 8: {  // another fact of the same kind, where there is one
                std::vector<size_t> same;
                for (size_t i = 0; i < facts.size(); ++i)
                    if (facts[i].kind == f.kind) same.push_back(i);
                const size_t other = same[below(same.size())];
                const std::string op = ops[truth ? below(2) : below(6)];
                return {op + " " + facts[other].name, [=](const Plain& v, const Row& r) { return compared(op, v, r[other]); }};
            }
            case 9: {
                if (f.kind != Kind::date) break;
                const std::string op = ops[below(6)];  // due is fact 5, day 8
                return {op + " due - day", [=](const Plain& v, const Row& r) { return compared(op, v, r[5].null || r[8].null ? Plain{} : plain(r[5].n - r[8].n / 86400)); }};
            }
            case 10: {
                if (f.kind != Kind::number) break;
                return {"? * 3 > age + 7 or ? = null", [](const Plain& v, const Row& r) -> std::optional<bool> { return v.null ? std::optional(true) : r[0].null ? std::nullopt : std::optional(v.n * 3 > r[0].n + 7 * unit); }};
            }
            case 11: {
                if (f.kind != Kind::string) break;
                return {"starts with(?, \"𠮷\")", [](const Plain& v, const Row&) -> std::optional<bool> { return v.null ? std::nullopt : std::optional(v.s.starts_with("𠮷")); }};
            }
            default: break;
        }
        if (truth) return {"true, false", [](const Plain& v, const Row&) { return !v.null; }};
        if (one_in(2)) {
            const Plain p = pick();
            const std::string op = ops[2 + below(4)];
            return {op + " " + written(f.kind, p), [=](const Plain& v, const Row&) { return compared(op, v, p); }};
        }
        Plain p = pick(), q = pick();
        if (q < p) std::swap(p, q);
        const bool low = one_in(2), high = one_in(2), turned = one_in(4);
        const std::string range = (low ? "[" : "(") + written(f.kind, p) + ".." + written(f.kind, q) + (high ? "]" : ")");
        return {turned ? "not(" + range + ")" : range, [=](const Plain& v, const Row&) -> std::optional<bool> {
                    if (v.null) return std::nullopt;
                    return ((p < v || (low && p == v)) && (v < q || (high && v == q))) != turned;
                }};
    }

  private:
    std::mt19937 random_;
};

/// A table twice: for the engine and for the naive evaluator.
struct Twin {
    feel::DecisionTable table;
    std::vector<Maker::Question> questions;
    std::vector<std::vector<NaiveCell>> cells;
    std::vector<std::pair<int, int>> outputs;  // x a constant, y x or x plus the row's age
    std::vector<bool> null_without_age;        // of a rule: its output is null where the age is
    std::optional<int> fallback;
};

Twin made(Maker& make, const std::vector<Fact>& facts, HitPolicy policy, feel::Aggregation aggregation, size_t rules) {
    Twin out;
    feel::Scope scope;
    for (const auto& f : facts) scope.insert(f.name), out.table.names.push_back(f.name);
    out.table.id = "card", out.table.hit_policy = policy, out.table.outputs = {"x"};
    for (size_t q = rules > 500 ? 3 : 1 + make.below(5); q > 0; --q) {
        out.questions.push_back(make.question(facts));
        feel::Input input;
        input.source = out.questions.back().text, input.expression = parsed(input.source, scope, false);
        out.table.inputs.push_back(std::move(input));
    }
    const bool worked_out = make.one_in(4);
    for (size_t r = 0; r < rules; ++r) {
        feel::Rule rule;
        auto& row = out.cells.emplace_back();
        for (const auto& q : out.questions) {
            row.push_back(make.cell(q.fact, facts, rules > 500));
            rule.cell_sources.push_back(row.back().text);
            rule.cells.push_back(parsed(row.back().text, scope, true));
        }
        const int x = static_cast<int>(make.below(3));
        out.outputs.emplace_back(x, worked_out);
        const bool null = aggregation != feel::Aggregation::none && make.one_in(3);
        out.null_without_age.push_back(null);
        rule.outputs.push_back(parsed(null ? fmt::format("if age = null then null else {}", x) : worked_out ? fmt::format("if age = null then {} else {} + 0 * age", x, x) : fmt::format("{}", x), scope, false));
        out.table.rules.push_back(std::move(rule));
    }
    feel::OutputColumn column;
    for (const char* p : {"2", "0"}) column.priorities.push_back(parsed(p, scope, false));
    out.table.aggregation = aggregation;
    if (aggregation != feel::Aggregation::none && make.one_in(2)) out.fallback = 7, column.fallback = parsed("7", scope, false);
    out.table.columns.push_back(std::move(column));
    return out;
}

/// What the naive evaluator answers: the numbers of the rules listed, or the conflict.
struct Said {
    std::vector<uint16_t> rules;
    std::optional<std::pair<uint16_t, uint16_t>> conflict;
    bool operator==(const Said&) const = default;
};

Said naive(const Twin& t, const Row& row) {
    Said out;
    std::vector<Plain> inputs;
    for (const auto& q : t.questions) inputs.push_back(q.of(row));
    for (size_t r = 0; r < t.cells.size(); ++r) {
        bool all = true;
        for (size_t q = 0; q < inputs.size() && all; ++q) all = t.cells[r][q].holds(inputs[q], row) == true;
        if (all) out.rules.push_back(static_cast<uint16_t>(r + 1));
    }
    const auto x = [&](uint16_t rule) { return t.outputs[rule - 1u].first; };
    const auto policy = t.table.hit_policy;
    if (policy == HitPolicy::unique && out.rules.size() > 1) return {{}, std::pair(out.rules[0], out.rules[1])};
    if (policy == HitPolicy::any)
        for (const uint16_t r : out.rules)
            if (x(r) != x(out.rules[0])) return {{}, std::pair(out.rules[0], r)};
    const auto rank = [&](uint16_t r) { return x(r) == 2 ? 0 : x(r) == 0 ? 1 : 2; };
    if (policy == HitPolicy::priority || policy == HitPolicy::output_order) std::ranges::stable_sort(out.rules, {}, rank);
    const bool several = policy == HitPolicy::collect || policy == HitPolicy::rule_order || policy == HitPolicy::output_order;
    if (!several && out.rules.size() > 1) out.rules.resize(1);
    return out;
}

// What the hits of a row come to, by whole numbers.
Value folded_naively(const Twin& t, const Said& said, const Row& row) {
    using feel::Aggregation;
    const auto how = t.table.aggregation;
    if (how == Aggregation::count) return Value(static_cast<int>(said.rules.size()));
    if (said.rules.empty()) return t.fallback ? Value(*t.fallback) : Value();
    std::vector<int> all;
    for (const uint16_t r : said.rules) {
        if (t.null_without_age[r - 1u] && row[0].null) return {};
        all.push_back(t.outputs[r - 1u].first);
    }
    if (how == Aggregation::sum) return Value(std::accumulate(all.begin(), all.end(), 0));
    return Value(how == Aggregation::min ? std::ranges::min(all) : std::ranges::max(all));
}

bool folds_alike(const Twin& t, const Compiled& compiled, const Columns& columns, const Answers& answers, size_t r, const Said& said, const Row& row) {
    feel::Run run{now};
    const auto frame = std::make_shared<const feel::Frame>(feel::Frame{nullptr, facts_of(compiled, columns, r)});
    const Value folded = fold(compiled, columns, answers, r);
    return feel::equal(folded, feel::evaluate_table(t.table, frame, run)) == true && feel::equal(folded, folded_naively(t, said, row)) == true;
}

Said of_columns(const Answers& a, size_t row) {
    if (a.rule[row] == Answers::conflict) {
        const auto it = std::ranges::find(a.conflicts, row, &Conflict::row);
        return it == a.conflicts.end() ? Said{} : Said{{}, std::pair(it->first, it->second)};
    }
    if (!a.from.empty()) return {{a.hits.begin() + static_cast<ptrdiff_t>(a.from[row]), a.hits.begin() + static_cast<ptrdiff_t>(a.from[row + 1])}, {}};
    return a.rule[row] ? Said{{a.rule[row]}, {}} : Said{};
}

// The rule numbers an outcome speaks of, where it names one.
bool same(const Said& said, const Result<feel::Outcome>& o, const feel::DecisionTable& table) {
    if (!o) return said.conflict && o.error().details.at("first") == std::to_string(said.conflict->first) && o.error().details.at("second") == std::to_string(said.conflict->second);
    if (said.conflict) return false;
    const bool one = !said.rules.empty();
    return (o->rule != nullptr) == one && (!one || o->rule == &table.rules[said.rules[0] - 1u]);
}

struct Population {
    std::vector<Row> rows;
    Columns columns;
};
Population population(Maker& make, const std::vector<Fact>& facts, size_t rows) {
    Population out;
    std::vector<std::vector<Value>> values(facts.size());
    for (size_t r = 0; r < rows; ++r) {
        // Batches differ: in some every number is plain, in others some need more than 64 bits or more than 12 decimals.
        const bool wild = r / batch_rows % 3 == 2;
        Row row;
        for (size_t f = 0; f < facts.size(); ++f) {
            row.push_back(make.some(facts[f], wild));
            values[f].push_back(value(facts[f].kind, row.back()));
        }
        out.rows.push_back(std::move(row));
    }
    for (size_t f = 0; f < facts.size(); ++f) out.columns.add(facts[f].name, Column::of(facts[f].kind, values[f]));
    return out;
}

}  // namespace

TEST_CASE("columns, the trace and a naive evaluator agree on a million rows of random tables") {
    const auto facts = library();
    const uint32_t seed = 20261123;
    MESSAGE("seed " << seed);
    static constexpr HitPolicy policies[] = {HitPolicy::first, HitPolicy::unique, HitPolicy::any, HitPolicy::priority, HitPolicy::collect, HitPolicy::rule_order, HitPolicy::output_order};
    static constexpr size_t sizes[] = {3, 8, 16, 17, 40, 64, 65, 130, 2, 5};
    static const std::map<uint32_t, size_t> large{{7, 600}, {8, 600}, {14, 1100}, {15, 1100}, {17, 1100}};  // F, U, F, U, P
    size_t rows = 0, hits = 0, conflicts = 0, folds = 0, wrong = 0;
    for (uint32_t round = 0; round < 70; ++round) {
        Maker make(seed + round);
        const Population people = population(make, facts, 14'400);
        const Twin twin = made(make, facts, policies[round % 7], policies[round % 7] == HitPolicy::collect ? static_cast<feel::Aggregation>(round / 7 % 5) : feel::Aggregation::none, large.contains(round) ? large.at(round) : sizes[round % 10]);
        const Compiled compiled = compile(twin.table, kinds_of(people.columns), {.now = now});
        const Answers answers = answer(compiled, people.columns, {.threads = 1 + static_cast<int>(round % 2)});
        for (size_t r = 0; r < people.rows.size() && wrong < 5; ++r) {
            const Said said = naive(twin, people.rows[r]);
            const bool listed = answers.rule[r] != Answers::conflict || said.conflict.has_value();
            bool ok = listed && (of_columns(answers, r) == said || (said.conflict && answers.conflict_rows > Answers::conflicts_max && answers.rule[r] == Answers::conflict));
            if (r % 8 == 0 || !ok) {
                const auto facts_here = facts_of(compiled, people.columns, r);
                const auto slow = feel::decide(twin.table, facts_here, now), traced = decide(compiled, facts_here);
                ok = ok && same(said, slow, twin.table) && same(slow, traced);
                if (twin.table.aggregation != feel::Aggregation::none) ok = ok && folds_alike(twin, compiled, people.columns, answers, r, said, people.rows[r]), ++folds;
            }
            if (!ok) {
                ++wrong;
                CAPTURE(round);
                CAPTURE(r);
                std::string told;
                for (size_t f = 0; f < facts.size(); ++f) told += fmt::format("{} = {}; ", facts[f].name, written(facts[f].kind, people.rows[r][f]));
                for (const auto& q : twin.questions) told += q.text + " | ";
                for (const uint16_t rule : {answers.rule[r], said.rules.empty() ? uint16_t{0} : said.rules[0]})
                    for (size_t q = 0; rule > 0 && rule <= twin.cells.size() && q < twin.questions.size(); ++q) told += fmt::format("\n    rule {}: {}", rule, twin.cells[rule - 1u][q].text);
                CAPTURE(told);
                CAPTURE(said.rules.size());
                CAPTURE(answers.rule[r]);
                CHECK(ok);
            }
            hits += !said.rules.empty(), conflicts += said.conflict.has_value();
        }
        rows += people.rows.size();
    }
    CHECK(wrong == 0);
    CHECK(rows >= 1'000'000);
    CHECK(hits > rows / 4);
    CHECK(conflicts > 1000);
    CHECK(folds > 10'000);
}
