// Determinations over a population as columns. Times are seconds of the clock; figures come as one line of JSON.
//   bench_determination snapshot FILE PEOPLE DAY            makes a population and folds what is known of it
//   bench_determination columns FILE CSV NAME,NAME,…        those columns, for the peers
//   bench_determination judge FILE TIMES [ANSWERS]          every table about everybody, on two threads; the rules as CSV
//   bench_determination what_if FILE DETERMINATION SETTING VALUE
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstring>
#include <fstream>
#include <numeric>
#include <thread>

#include "app/demo/population.hpp"
#include "population_facts.hpp"
#include "services/casework/effect.hpp"
#include "services/determination/effect.hpp"
#include "services/determination/judge.hpp"
#include "services/determination/snapshot.hpp"
#include "services/determination/trials.hpp"
#include "services/determination/what_if.hpp"

using namespace leye;
using namespace leye::determination;

namespace {

constexpr const char* catalog_dir = LEYE_SOURCE_DIR "/catalog";
constexpr uint64_t seed = 20'261'123;
constexpr int threads = 2;

double clock_seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }
double worked_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}
/// Processor time of this thread.
double thread_seconds() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e9;
}
/// A line of /proc/self/status in MB: VmHWM is all memory at its most, RssAnon what is not a mapped file.
int64_t memory_mb(std::string_view name) {
    std::ifstream in("/proc/self/status");
    for (std::string line; std::getline(in, line);)
        if (line.starts_with(name)) return std::stoll(line.substr(name.size() + 1)) / 1024;
    return 0;
}

const reference::Reference& facts() {
    static const reference::Reference loaded = std::move(*reference::Reference::load(catalog_dir));
    return loaded;
}

catalog::Catalog load_catalog() {
    std::vector<std::string> faults;
    auto out = catalog::Catalog::load(catalog_dir, facts(), casework::effect_names(), faults);
    for (const auto& fault : faults) fmt::print(stderr, "{}\n", fault);
    expect(faults.empty(), "the catalogue has no faults");
    return out;
}

void make_snapshot(const std::string& file, uint64_t people, Date day) {
    const double began = clock_seconds();
    auto census = demo::Census::load(catalog_dir, facts(), day);
    expect(census.has_value(), "the census' margins are there");
    const demo::Population population(std::move(*census), facts(), seed, day.year());
    const Dictionary words = make_dictionary(facts());
    const Instant known_at = Instant::start_of(day + 1);
    const Date newest = demo::first_day_of(demo::month_of(day) - 1);
    const Folder folder(facts(), words, {.today = day, .known_at = known_at, .data_month = newest, .thin_cities = {}});
    SnapshotWriter writer(file, {.day = day, .known_at = known_at, .known_batch = 1, .data_month = newest, .thin_cities = {}, .people = 0, .hash = {}}, words);
    // Two threads fold a part each while the two parts before are written.
    constexpr uint64_t part = 65'536;
    std::array<std::vector<Profile>, threads> made;
    for (uint64_t from = 0; from < people; from += part * threads) {
        {
            std::vector<std::jthread> running;
            for (size_t t = 0; t < threads; ++t)
                running.emplace_back([&, t] {
                    made[t].clear();
                    const uint64_t begin = std::min(people, from + t * part), end = std::min(people, begin + part);
                    if (begin < end) bench::profiles_of(population, folder, words, begin, end, [&](const Profile& profile) { made[t].push_back(profile); });
                });
        }
        for (const auto& profiles : made)
            for (const Profile& profile : profiles) writer.add(profile);
    }
    const auto head = writer.finish();
    fmt::print(R"({{"people":{},"seconds":{:.1f},"hash":"{}"}})" "\n", head.people, clock_seconds() - began, head.hash);
}

void write_columns(const std::string& file, const std::string& csv, const std::string& names) {
    const Snapshot snapshot = Snapshot::open(file);
    std::vector<Column> columns;
    for (size_t at = 0; at < names.size();) {
        const size_t end = std::min(names.find(',', at), names.size());
        const auto column = find_column(names.substr(at, end - at));
        expect(column.has_value(), "a column of profiles is asked for");
        columns.push_back(*column);
        at = end + 1;
    }
    std::ofstream out(csv);
    fmt::memory_buffer lines;
    int64_t id = 0;
    for (size_t number = 0; number < snapshot.chunks(); ++number) {
        const auto chunk = snapshot.chunk(number);
        for (size_t row = 0; row < chunk.people; ++row) {
            fmt::format_to(std::back_inserter(lines), "{}", id++);
            for (const Column column : columns) {
                lines.push_back(',');
                const int64_t v = chunk.get(column, row);
                if (v == unknown) continue;
                switch (rule_of(column).kind) {
                    case table::Kind::boolean: lines.push_back(v ? 't' : 'f'); break;
                    case table::Kind::date: fmt::format_to(std::back_inserter(lines), "{}", Date::of_days(static_cast<int32_t>(v)).text()); break;
                    case table::Kind::string: fmt::format_to(std::back_inserter(lines), "{}", snapshot.words().words[static_cast<size_t>(column)][static_cast<size_t>(v)]); break;
                    default: fmt::format_to(std::back_inserter(lines), "{}", v);
                }
            }
            lines.push_back('\n');
        }
        out.write(lines.data(), static_cast<std::streamsize>(lines.size()));
        lines.clear();
    }
    expect(out.good(), "the columns can be written");
}

struct Found {
    party::PersonId person;
    uint16_t determination, rule;
};

/// What never becomes a finding, so that no profile is put together for it, as in a sweep.
bool is_plain(std::string_view outcome) {
    for (const char* plain : {"", "not_entitled", "not_listed", "clear", "working", "unknown", "unchanged"})
        if (outcome == plain) return true;
    return false;
}

/// Asks every table about everybody and lists the findings.
std::vector<std::vector<Found>> find_all(const Snapshot& snapshot, const Judge& judge, std::vector<Rulings>* kept, double* asked = nullptr) {
    std::vector<std::vector<Found>> found(snapshot.chunks());
    std::atomic<size_t> next = 0;
    std::array<double, threads> asking{};
    std::vector<std::jthread> running;
    for (int t = 0; t < threads; ++t)
        running.emplace_back([&, t] {
            for (size_t number = next++; number < snapshot.chunks(); number = next++) {
                const auto chunk = snapshot.chunk(number);
                const double began = thread_seconds();
                auto rulings = judge.judge(snapshot, chunk);
                asking[static_cast<size_t>(t)] += thread_seconds() - began;
                for (size_t d = 0; d < judge.size(); ++d) {
                    std::vector<char> wanted(1, 0);  // by rule: whether it may become a finding
                    for (size_t row = 0; row < chunk.people; ++row) {
                        const uint16_t rule = rulings.rule[d][row];
                        while (wanted.size() <= rule) wanted.push_back(!is_plain(judge.outcome(d, static_cast<uint16_t>(wanted.size()))));
                        if (wanted[rule] && is_wanted(judge.determination(d), judge.outcome(d, rule), chunk.profile(row)))
                            found[number].push_back({chunk.ids[row], static_cast<uint16_t>(d), rule});
                    }
                }
                if (kept) (*kept)[number] = std::move(rulings);
            }
        });
    running.clear();
    if (asked) *asked = std::accumulate(asking.begin(), asking.end(), 0.0);
    return found;
}

void judge_all(const std::string& file, int times, const char* answers) {
    const Snapshot snapshot = Snapshot::open(file);
    const auto catalog = load_catalog();
    const Judge judge(catalog.list_determinations(snapshot.head().day), snapshot.words(), snapshot.head().day);
    double best = 1e9, work = 1e9, asked = 1e9;
    std::vector<std::vector<Found>> found;
    for (int i = 0; i < times; ++i) {
        const double began = clock_seconds(), worked = worked_seconds();
        double asking = 0;
        found = find_all(snapshot, judge, nullptr, &asking);
        asked = std::min(asked, asking);
        best = std::min(best, clock_seconds() - began), work = std::min(work, worked_seconds() - worked);
    }
    int64_t findings = 0;
    std::vector<int64_t> by(judge.size());
    for (const auto& chunk : found)
        for (const auto& one : chunk) ++by[one.determination], ++findings;
    const int64_t peak = memory_mb("VmHWM:"), own = memory_mb("RssAnon:");
    if (answers) {
        std::vector<Rulings> kept(snapshot.chunks());
        find_all(snapshot, judge, &kept);
        std::ofstream out(answers);
        fmt::memory_buffer lines;
        out << "id";
        for (size_t d = 0; d < judge.size(); ++d) out << ",r_" << judge.determination(d).code;
        out << '\n';
        int64_t id = 0;
        for (const auto& rulings : kept) {
            for (size_t row = 0; row < rulings.rule.at(0).size(); ++row) {
                fmt::format_to(std::back_inserter(lines), "{}", id++);
                for (const auto& rules : rulings.rule) fmt::format_to(std::back_inserter(lines), ",{}", rules[row]);
                lines.push_back('\n');
            }
            out.write(lines.data(), static_cast<std::streamsize>(lines.size()));
            lines.clear();
        }
        expect(out.good(), "the answers can be written");
    }
    std::string codes, counts;
    for (size_t d = 0; d < judge.size(); ++d) {
        codes += fmt::format(R"({}"{}")", d ? "," : "", judge.determination(d).code);
        counts += fmt::format("{}{}", d ? "," : "", by[d]);
    }
    fmt::print(R"({{"people":{},"seconds":{:.4f},"worked":{:.4f},"asked":{:.4f},"findings":{},"peak_mb":{},"own_mb":{},"determinations":[{}],"found":[{}]}})" "\n",
               snapshot.head().people, best, work, asked, findings, peak, own, codes, counts);
}

void try_setting(const std::string& file, const std::string& code, const std::string& setting, int64_t value) {
    const Snapshot snapshot = Snapshot::open(file);
    const auto catalog = load_catalog();
    const Date day = snapshot.head().day;
    const auto all = catalog.list_determinations(day);
    const auto* now = catalog.find_determination(code, day);
    expect(now != nullptr, "the determination is in force");
    const auto then = changed(*now, {.settings = {{setting, value}}, .dmn = {}}, day);
    expect(then.has_value(), "the setting can be tried");
    double first_told = 0;
    const double began = clock_seconds();
    Watch watch;
    watch.progress = [&](int64_t, int64_t) {
        if (first_told == 0) first_told = clock_seconds() - began;
    };
    const auto result = try_rule(snapshot, all, *now, **then, watch);
    expect(result.has_value(), "nobody stops the trial");
    fmt::print(R"({{"people":{},"seconds":{:.4f},"first_progress":{:.4f},"gain":{},"lose":{},"other":{},"cities":{},"compared":{},"differing":{},"peak_mb":{},"own_mb":{}}})" "\n",
               result->all.people, clock_seconds() - began, first_told, result->all.gain, result->all.lose, result->all.other, result->by[0].size(), result->fairness.compared,
               result->fairness.differing, memory_mb("VmHWM:"), memory_mb("RssAnon:"));
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    const auto is = [&](const char* name, size_t least) { return words.size() > least && words[0] == name; };
    if (is("snapshot", 3))
        make_snapshot(words[1], std::stoull(words[2]), Date::parse(words[3]).value());
    else if (is("columns", 3))
        write_columns(words[1], words[2], words[3]);
    else if (is("judge", 2))
        judge_all(words[1], std::stoi(words[2]), words.size() > 3 ? words[3].c_str() : nullptr);
    else if (is("what_if", 4))
        try_setting(words[1], words[2], words[3], std::stoll(words[4]));
    else
        return fmt::print(stderr, "see the head of bench/determination.cpp\n"), 2;
    return 0;
}
