// Files as the departments hand them over, of a generated population of any size.
//   bench_make_population month FOLDER PEOPLE YYYY-MM [all]     every source's file of the month, or everything up to it
//   bench_make_population insurance FILE ROWS YYYY-MM [PEOPLE]  so many rows of insurance: that month's, then those of the months before
// `LEYE_COUNTY_MARGINS` may name a file of margins by county (tools/codes/population_margins.mjs --counties).
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include "app/demo/invented_numbers.hpp"
#include "app/demo/source_files.hpp"
#include "app/demo/told.hpp"

using namespace leye;
using namespace leye::demo;

namespace {

constexpr const char* catalog_dir = LEYE_SOURCE_DIR "/catalog";
constexpr uint64_t seed = 20'261'123;
constexpr size_t flush_bytes = size_t{1} << 22;

struct Made {
    reference::Reference reference = std::move(*reference::Reference::load(catalog_dir));
    Population population;
    explicit Made(Date month)
        : population(
              [&] {
                  const char* counties = std::getenv("LEYE_COUNTY_MARGINS");
                  auto census = Census::load(catalog_dir, reference, month, counties ? counties : "");
                  expect(census.has_value(), "the census' margins can be read");
                  return std::move(*census);
              }(),
              reference, seed, month.year()) {}
};

void write_month(const std::string& folder, uint64_t people, Date month, bool all) {
    const Made made(month);
    std::filesystem::create_directories(folder);
    std::map<std::string_view, std::pair<std::ofstream, std::string>> files;
    for (const auto source : source_names()) {
        files[source].first.open(fmt::format("{}/{}_{:04}{:02}.csv", folder, source, month.year(), month.month()));
        files[source].second = header_of(source);
    }
    std::vector<fact::Fact> facts;
    made.population.for_each(0, people, [&](const Citizen& citizen) {
        facts.clear();
        tell(citizen, {all ? month_of(1900, 1) : month_of(month), month_of(month) + 1}, facts);
        if (facts.empty()) return;
        const std::string number = Population::number_of(citizen);
        for (auto& [source, file] : files) {
            append_rows(source, number, facts, file.second);
            if (file.second.size() < flush_bytes) continue;
            file.first << file.second;
            file.second.clear();
        }
    });
    for (auto& [source, file] : files) file.first << file.second;
}

void write_insurance(const std::string& file, uint64_t rows, Date month, uint64_t people) {
    const Made made(month);
    std::ofstream out(file);
    std::string lines(header_of("social_insurance"));
    std::vector<fact::Fact> facts;
    uint64_t written = 0;
    const auto add = [&](const Citizen& citizen, Month m) {
        const Run* run = citizen.runs.at(m);
        if (written >= rows || !run || (run->work != Work::employee && run->work != Work::flexible)) return;
        facts.clear();
        tell(citizen, {m, m + 1}, facts);
        append_rows("social_insurance", Population::number_of(citizen), facts, lines);
        ++written;
    };
    constexpr uint64_t part = 65'536;
    for (Month m = month_of(month); written < rows; --m) {
        expect(m > month_of(2008, 1), "so many people are insured in so many months");
        for (uint64_t from = 0; from < people && written < rows; from += part) {
            made.population.for_each(from, std::min(people, from + part), [&](const Citizen& citizen) { add(citizen, m); });
            out << lines;
            lines.clear();
        }
    }
    out << lines;
    expect(out.flush().good(), "the file can be written");
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    const auto began = std::chrono::steady_clock::now();
    const auto month = words.size() > 3 ? Date::parse(words[3] + "-01") : std::nullopt;
    if (!month) return fmt::print(stderr, "see the head of bench/make_population.cpp\n"), 2;
    if (words[0] == "month")
        write_month(words[1], std::stoull(words[2]), *month, words.size() > 4 && words[4] == "all");
    else if (words[0] == "insurance")
        write_insurance(words[1], std::stoull(words[2]), *month, words.size() > 4 ? std::stoull(words[4]) : numbered_people);
    else
        return fmt::print(stderr, "see the head of bench/make_population.cpp\n"), 2;
    fmt::print("{:.1f} s\n", std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
    return 0;
}
