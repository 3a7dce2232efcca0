// Proofs about tables of 5,000 rules × 7 columns against their target, and against comparing every pair of rules cell by cell.
#include <fmt/core.h>

#include <algorithm>
#include <ctime>
#include <random>

#include "engine/feel/parser.hpp"
#include "engine/feel/type.hpp"
#include "engine/table/difference.hpp"
#include "engine/table/proof.hpp"

using namespace leye;
using namespace leye::table;

namespace {

constexpr size_t columns = 7;
std::mt19937 random_number(20261130);

int any(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_number); }

/// From `low` up to `high`, without it, of numbers that run from 0 to 100,000; the ends of the world are open, and the lower takes null.
struct Stretch {
    int low = 0, high = 100'000;
    std::string cell() const {
        if (low == 0 && high == 100'000) return "-";
        if (low == 0) return fmt::format("null, < {}", high);
        return high == 100'000 ? fmt::format(">= {}", low) : fmt::format("[{}..{})", low, high);
    }
};
using Row = std::vector<Stretch>;

feel::DecisionTable table_of(const std::vector<Row>& rows, feel::HitPolicy policy) {
    feel::DecisionTable out{.id = "cards", .name = "cards", .hit_policy = policy, .outputs = {"fee"}};
    feel::Scope scope;
    for (size_t c = 0; c < columns; ++c) scope.insert(fmt::format("fact{}", c));
    for (const auto& name : scope)
        out.inputs.push_back({.label = name, .source = name, .expression = *feel::parse_expression(name, scope), .type = feel::simple_type(Kind::number)});
    for (const Row& row : rows) {
        feel::Rule rule;
        for (const Stretch& s : row) {
            rule.cell_sources.push_back(s.cell());
            rule.cells.push_back(*feel::parse_tests(s.cell(), scope));
        }
        rule.outputs.push_back(*feel::parse_expression(fmt::format("{}", any(0, 9)), scope));
        out.rules.push_back(std::move(rule));
    }
    return out;
}

/// The world parted again and again by a plane until there are 5,000 rules: complete, and no two overlap.
std::vector<Row> parted(size_t count) {
    std::vector<Row> rows{Row(columns)};
    while (rows.size() < count) {
        const size_t at = static_cast<size_t>(any(0, static_cast<int>(rows.size()) - 1)), c = static_cast<size_t>(any(0, columns - 1));
        Row upper = rows[at];
        if (upper[c].high - upper[c].low < 2) continue;
        upper[c].low = rows[at][c].high = any(upper[c].low + 1, upper[c].high - 1);
        rows.push_back(std::move(upper));
    }
    std::ranges::shuffle(rows, random_number);
    return rows;
}

/// Every combination of 10 × 10 × 10 × 5 stretches on four columns.
std::vector<Row> lattice() {
    std::vector<Row> rows;
    for (int i = 0; i < 5'000; ++i) {
        Row row(columns);
        for (int c = 0, rest = i; c < 4; ++c) {
            const int parts = c == 3 ? 5 : 10;
            row[c] = {100'000 / parts * (rest % parts), 100'000 / parts * (rest % parts + 1)}, rest /= parts;
        }
        rows.push_back(row);
    }
    return rows;
}

/// Boxes anywhere, on two to four columns each.
std::vector<Row> scattered(size_t count) {
    std::vector<Row> rows;
    for (size_t i = 0; i < count; ++i) {
        Row row(columns);
        for (int k = any(2, 4); k > 0; --k) {
            const int low = any(0, 90'000);
            row[any(0, columns - 1)] = {low, low + any(1, 30'000) > 100'000 ? 100'000 : low + any(1, 10'000)};
        }
        rows.push_back(row);
    }
    return rows;
}

/// Of processor time: others use the machine too, and all this runs on one thread.
template <class F>
double seconds(F run) {
    const std::clock_t began = std::clock();
    run();
    return static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
}

/// Every pair of rules, cell by cell: what one would write first, and no gaps at all.
size_t overlaps_pair_by_pair(const feel::DecisionTable& table) {
    std::vector<std::vector<Values>> rules;
    for (const auto& rule : table.rules) {
        auto& cells = rules.emplace_back();
        for (const auto& cell : rule.cells) {
            const Cell written = compile(*cell, Kind::number);
            cells.push_back(written.form == Cell::Form::any ? Values::all(true) : written.admitted);
        }
    }
    size_t found = 0;
    for (size_t a = 0; a < rules.size(); ++a)
        for (size_t b = 0; b < a; ++b) {
            bool meet = true;
            for (size_t c = 0; c < columns && meet; ++c) meet = !intersect(Kind::number, rules[a][c], rules[b][c]).empty();
            found += meet;
        }
    return found;
}

bool fast_enough = true;

void measure(const char* name, const feel::DecisionTable& table, bool with_peer = false) {
    static constexpr const char* verdicts[] = {"complete", "complete by fallback", "incomplete", "unknown"};
    Proof proof;
    double best = 1e9;
    for (int i = 0; i < 3; ++i) best = std::min(best, seconds([&] { proof = prove(table); }));
    fmt::print("{:<44} {:>6.0f} ms  {}; {}{} gaps, {}{} fall back, {}{} overlaps, {}{} dead\n", name, best * 1e3, verdicts[static_cast<int>(proof.verdict)],
               proof.gaps.list.size(), proof.gaps.more ? "+" : "", proof.fallen.list.size(), proof.fallen.more ? "+" : "", proof.overlaps.size(),
               proof.more_overlaps ? "+" : "", proof.dead.size(), proof.more_dead ? "+" : "");
    fast_enough &= best < 0.5;
    if (!with_peer) return;
    size_t found = 0;
    const double peer = seconds([&] { found = overlaps_pair_by_pair(table); });
    fmt::print("{:<44} {:>6.0f} ms  {} overlaps; ratio {:.1f}\n", "  the same, every pair cell by cell", peer * 1e3, found, peer / best);
}

}  // namespace

int main() {
    using feel::HitPolicy;
    auto rows = parted(5'000);
    measure("parted, UNIQUE", table_of(rows, HitPolicy::unique), true);
    auto holed = rows;
    holed.resize(4'990);
    for (int i = 0; i < 5; ++i) holed.push_back(holed[static_cast<size_t>(any(0, 4'000))]);
    measure("the same, 10 rules missing and 5 doubled", table_of(holed, HitPolicy::unique));
    measure("the same, FIRST", table_of(holed, HitPolicy::first));
    measure("lattice of 10 × 10 × 10 × 5, UNIQUE", table_of(lattice(), HitPolicy::unique));
    measure("scattered, UNIQUE", table_of(scattered(5'000), HitPolicy::unique), true);
    auto caught = scattered(4'999);
    caught.push_back(Row(columns));
    measure("scattered, FIRST, the last catches all", table_of(caught, HitPolicy::first));
    caught = parted(2'500);
    std::ranges::copy(scattered(2'499), std::back_inserter(caught));
    std::ranges::shuffle(caught, random_number);
    caught.push_back(Row(columns));
    measure("both mixed, FIRST, the last catches all", table_of(caught, HitPolicy::first));
    fmt::print("target 500 ms each: {}\n", fast_enough ? "met" : "missed");
    return fast_enough ? 0 : 1;
}
