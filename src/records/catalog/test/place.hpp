#pragma once
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "records/catalog/catalog.hpp"
#include "records/reference/reference.hpp"

/// Where the tests of records/catalog happen: the published catalogue, and copies of it that are broken on purpose.
namespace leye::catalog::test {

inline const std::string home = std::string(LEYE_SOURCE_DIR) + "/catalog";
inline const Instant now = *Instant::parse("2026-11-23T04:00:00Z");
inline const Date today = now.date();

inline const std::vector<std::string_view> effects = {"none",     "open_unemployment", "end_unemployment", "open_flexible", "end_flexible", "open_employment",
                                                      "end_employment", "record_needs"};

inline const reference::Reference& facts_of_province() {
    static const auto loaded = reference::Reference::load(home);
    REQUIRE(loaded);
    return *loaded;
}

inline const Catalog& published() {
    static const Catalog loaded = [] {
        std::vector<std::string> faults;
        Catalog c = Catalog::load(home, facts_of_province(), effects, faults);
        for (const auto& f : faults) FAIL_CHECK(f);
        return c;
    }();
    return loaded;
}

inline const Item& item(std::string_view code) {
    const Item* found = published().find_item(code, today);
    REQUIRE(found);
    return *found;
}

inline std::string read_file(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Facts of somebody whose employment ended on record.
inline json::Object lost_job() {
    return {{"today", "2026-11-23"},   {"age", 35},           {"past_retirement", false}, {"open_unemployment", false},
            {"open_employment", false}, {"open_flexible", false}, {"last_employment_until", "2026-11-01"}, {"lost_on", "2026-11-01"},
            {"reason", "agreed"},       {"wants_work", true},    {"able_to_work", true},   {"commitment", false}};
}

/// A copy of the catalogue in a folder of its own, without its code lists.
class Copy {
  public:
    Copy() : dir_(std::filesystem::temp_directory_path() / ("leye-catalog-" + Uuid::make(now).text())) {
        std::filesystem::create_directories(dir_);
        for (const char* part : {"items", "determinations", "decisions", "letters", "refusals"}) std::filesystem::copy(home + "/" + part, dir_ / part);
        std::filesystem::copy(home + "/services.yaml", dir_ / "services.yaml");
    }
    ~Copy() { std::filesystem::remove_all(dir_); }
    Copy(const Copy&) = delete;

    std::string text_of(const std::string& file) const { return read_file((dir_ / file).string()); }
    void write(const std::string& file, const std::string& text) const { std::ofstream(dir_ / file, std::ios::binary) << text; }
    void remove(const std::string& file) const { std::filesystem::remove(dir_ / file); }
    /// Replaces the first `from`, which must be there.
    void replace(const std::string& file, const std::string& from, const std::string& to) const {
        std::string text = text_of(file);
        const size_t at = text.find(from);
        REQUIRE_MESSAGE(at != text.npos, from);
        write(file, text.replace(at, from.size(), to));
    }
    Catalog load(std::vector<std::string>& faults) const { return Catalog::load(dir_.string(), facts_of_province(), effects, faults); }

  private:
    std::filesystem::path dir_;
};

}  // namespace leye::catalog::test
