// A decision table over many rows by columns, and one case with its trace.
//   bench_feel columns DMN ROWS TIMES [ANSWERS]   best of TIMES in seconds; writes the number of each row's rule, one a line
//   bench_feel trace DMN TIMES                     cases a second with a full trace, against feel::decide
// The rows are made by the same arithmetic as in feel.mjs, so that every engine sees the same ones.
#include <fmt/format.h>
#include <time.h>

#include <fstream>
#include <regex>
#include <sstream>

#include "engine/feel/model.hpp"
#include "engine/feel/type.hpp"
#include "engine/table/columns_run.hpp"
#include "engine/table/row_trace.hpp"

using namespace leye;
using feel::Value;
using table::Kind;

namespace {

/// Processor time of this process, so that others on the machine do not count.
double seconds() {
    timespec t{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e9;
}

std::string file(const char* path) {
    std::ifstream in(path);
    std::stringstream all;
    all << in.rdbuf();
    return all.str();
}

/// 0 to 65,535, the same for a row and a column wherever it is worked out.
int64_t mixed(int64_t row, size_t column) {
    static constexpr int64_t by[] = {2654435761, 2246822519, 3266489917, 668265263, 374761393};
    return row * by[column] % 4294967296 / 65536;
}

table::Columns members(int64_t rows) {
    std::vector<int64_t> keys(static_cast<size_t>(rows));
    std::vector<uint8_t> nulls(keys.size());
    std::vector<int32_t> codes(keys.size());
    const auto fill = [&](size_t column, auto key, auto null) {
        for (int64_t i = 0; i < rows; ++i) {
            const int64_t v = mixed(i, column);
            keys[static_cast<size_t>(i)] = key(v), nulls[static_cast<size_t>(i)] = null(v);
        }
    };
    table::Columns out;
    fill(0, [](int64_t v) { return v % 101; }, [](int64_t v) { return v / 101 % 32 == 0; });
    out.add("age", table::Column::of(Kind::number, keys, nulls));
    fill(1, [](int64_t v) { return v * 7 % 200'000; }, [](int64_t v) { return v % 37 == 0; });
    out.add("balance", table::Column::of(Kind::number, keys, nulls, 2));
    fill(2, [](int64_t v) { return v % 24; }, [](int64_t v) { return v % 41 == 0; });
    std::vector<std::string> branches;
    for (int b = 0; b < 24; ++b) branches.push_back(fmt::format("r{}", b));
    for (size_t i = 0; i < codes.size(); ++i) codes[i] = nulls[i] ? -1 : static_cast<int32_t>(keys[i]);
    out.add("branch", table::Column::of_codes(branches, codes));
    fill(3, [](int64_t v) { return v < 20'000; }, [](int64_t v) { return v % 29 == 0; });
    out.add("student", table::Column::of(Kind::boolean, keys, nulls));
    fill(4, [](int64_t v) { return 14'610 + v % 6'000; }, [](int64_t v) { return v % 43 == 0; });
    out.add("joined", table::Column::of(Kind::date, keys, nulls));
    return out;
}

feel::Model model(const std::string& xml, const std::vector<std::string>& facts) {
    auto read = feel::load_model(xml, facts);
    expect(read.has_value(), "the table of the bench can be read");
    return std::move(*read);
}

void by_columns(const char* dmn, int64_t rows, int times, const char* answers_file) {
    const auto columns = members(rows);
    table::Kinds kinds;
    std::vector<std::string> names;
    for (const auto& [name, column] : columns.facts) kinds[name] = column.kind, names.push_back(name);
    const auto read = model(file(dmn), names);
    const auto& rules = read.tables.begin()->second;
    const double before = seconds();
    const auto compiled = table::compile(rules, kinds, {.now = Instant::of_ms(0)});
    const double ready = seconds() - before;
    double best = 1e9;
    table::Answers answers;
    for (int i = 0; i < times; ++i) {
        const double from = seconds();
        answers = table::answer(compiled, columns);
        best = std::min(best, seconds() - from);
    }
    uint64_t depth = 0, hit = 0;
    for (const uint16_t r : answers.rule) depth += r ? r : rules.rules.size(), hit += r != 0;
    if (answers_file) {
        std::ofstream out(answers_file);
        for (const uint16_t r : answers.rule) out << r << '\n';
    }
    fmt::print("{{\"seconds\": {:.6f}, \"ready_ms\": {:.2f}, \"hit\": {:.4f}, \"depth\": {:.0f}}}\n", best, ready * 1e3,
               static_cast<double>(hit) / static_cast<double>(rows), static_cast<double>(depth) / static_cast<double>(rows));
}

// Cases of a table of the catalogue: facts of the types the file gives them, null now and then.
void traced(const char* dmn, int times) {
    const std::string xml = file(dmn);
    std::map<std::string, Kind> facts;
    std::vector<std::string> names;
    const std::regex variable("<variable name=\"(\\w+)\" typeRef=\"(\\w+)\"");
    for (auto it = std::sregex_iterator(xml.begin(), xml.end(), variable); it != std::sregex_iterator(); ++it)
        if (const auto kind = feel::kind_named((*it)[2].str())) facts[(*it)[1]] = *kind, names.push_back((*it)[1]);
    const auto read = model(xml, names);
    const auto& rules = read.tables.begin()->second;
    const table::Kinds kinds(facts.begin(), facts.end());
    const auto compiled = table::compile(rules, kinds, {.now = Instant::of_ms(0)});
    std::vector<feel::Context> cases(2000);
    for (size_t i = 0; i < cases.size(); ++i) {
        size_t column = 0;
        for (const auto& [name, kind] : facts) {
            const int64_t v = mixed(static_cast<int64_t>(i), column % 5) + static_cast<int64_t>(31 * column);
            ++column;
            Value& to = cases[i][name];
            if (v % 16 == 0) continue;
            if (kind == Kind::boolean) to = v % 2 == 0;
            if (kind == Kind::number) to = feel::Number(v % 70);
            if (kind == Kind::string) to = std::string(v % 3 ? "other" : "local");
            if (kind == Kind::date) to = feel::Day{20'000 + v % 800};
            if (kind == Kind::days) to = feel::DaysDuration{86'400 * (v % 60)};
        }
    }
    const auto rate = [&](auto ask) {
        double best = 1e9;
        size_t cells = 0;
        for (int t = 0; t < times; ++t) {
            const double from = seconds();
            for (const auto& c : cases)
                if (const auto out = ask(c))
                    for (const auto& r : out->trace.rules) cells += r.size();
            best = std::min(best, seconds() - from);
        }
        return std::pair(static_cast<double>(cases.size()) / best, static_cast<double>(cells) / times / static_cast<double>(cases.size()));
    };
    const auto slow = rate([&](const feel::Context& c) { return feel::decide(rules, c, Instant::of_ms(0)); });
    const auto quick = rate([&](const feel::Context& c) { return table::decide(compiled, c); });
    expect(slow.second == quick.second, "both traces look at the same cells");
    fmt::print("{{\"rules\": {}, \"inputs\": {}, \"cells\": {:.1f}, \"traced\": {:.0f}, \"decide\": {:.0f}}}\n", rules.rules.size(), rules.inputs.size(), quick.second, quick.first, slow.first);
}

}  // namespace

int main(int count, char** words) {
    const std::string what = count > 2 ? words[1] : "";
    if (what == "columns" && count >= 5)
        by_columns(words[2], std::stoll(words[3]), std::stoi(words[4]), count > 5 ? words[5] : nullptr);
    else if (what == "trace" && count == 4)
        traced(words[2], std::stoi(words[3]));
    else
        return fmt::print(stderr, "bench_feel columns DMN ROWS TIMES [ANSWERS] | trace DMN TIMES\n"), 2;
}
