#include "records/reference/reference.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "base/id.hpp"

using namespace leye;
using namespace leye::reference;
namespace fs = std::filesystem;

namespace {

/// A copy of the committed code files that a test may damage.
class Copy {
  public:
    Copy() : dir_(fs::temp_directory_path() / ("leye-reference-" + hex_name())) {
        fs::create_directories(dir_);
        fs::copy(LEYE_SOURCE_DIR "/catalog/codes", dir_ / "codes", fs::copy_options::recursive);
    }
    ~Copy() { fs::remove_all(dir_); }
    void append(const std::string& file, const std::string& line) const {
        std::ofstream(dir_ / "codes" / file, std::ios::app) << line << "\n";
    }
    void remove(const std::string& file) const { fs::remove(dir_ / "codes" / file); }
    Result<Reference> load() const { return Reference::load(dir_.string()); }
    std::string fault() const {
        const auto result = load();
        return result ? ""
                      : result.error().details.at("file") + ":" + result.error().details.at("line") + ": " +
                            result.error().details.at("sentence");
    }

  private:
    static std::string hex_name() { return Uuid::make(Instant::of_ms(0)).text(); }
    fs::path dir_;
};

}  // namespace

TEST_CASE("the committed code files load, and pointers stay valid when the reference moves") {
    auto first = Reference::load(LEYE_SOURCE_DIR "/catalog");
    REQUIRE(first);
    const Area* area = first->areas().find("370102");
    const CodeList* list = first->find_list("contract_kind");
    const Reference moved = std::move(*first);
    CHECK(moved.areas().find("370102") == area);
    CHECK(moved.find_list("contract_kind") == list);
    CHECK(area->name == "历下区");
}

TEST_CASE("the lists that the items need are there with both languages") {
    const auto loaded = Reference::load(LEYE_SOURCE_DIR "/catalog");
    REQUIRE(loaded);
    for (const char* name : {"document_type", "employer_kind", "contract_kind", "end_reason", "education",
                             "sex", "flexible_kind", "unemployment_reason", "household_relation", "need_kind",
                             "channel", "advice_topic"}) {
        CAPTURE(name);
        REQUIRE(loaded->find_list(name));
        CHECK(loaded->find_list(name)->codes.size() >= 2);
    }
    CHECK(loaded->find_list("document_type")->find("resident_id")->official == "201");
    CHECK(loaded->find_list("education")->find("bachelor")->official == "21");
    CHECK_FALSE(loaded->find_list("document_type")->find("passport"));
    CHECK_FALSE(loaded->find_list("shoe_sizes"));
}

TEST_CASE("every document type of the code has a row in its list and none is left over") {
    const auto loaded = Reference::load(LEYE_SOURCE_DIR "/catalog");
    REQUIRE(loaded);
    const CodeList* list = loaded->find_list("document_type");
    CHECK(list->codes.size() == 5);
    for (const Code& code : list->codes) CHECK(document_type_of(code.code));
}

TEST_CASE("a damaged file is refused with file, line and sentence") {
    CHECK(Reference::load("/nonexistent").error().code == "reference_file");
    const auto after = [](const std::string& file, const std::string& line) {
        const Copy copy;
        copy.append(file, line);
        return copy.fault();
    };
    CHECK(after("areas.csv", "370102,again,370100,3,,,,0").find("370102 twice") != std::string::npos);
    CHECK(after("areas.csv", "370199,x,370100,3").find("4 cells, wanted 8") != std::string::npos);
    CHECK(after("areas.csv", "370199,x,370100,3,2020-02-30,,,0").find("does not exist") != std::string::npos);
    CHECK(after("areas.csv", "370199,x,370100,3,2020-02-02,2019-01-01,,0").find("not after") !=
          std::string::npos);
    CHECK(after("calendar.csv", "2026,off,2026-10-01,2026-10-01,x").find("2026-10-01 twice") !=
          std::string::npos);
    CHECK(after("calendar.csv", "2031,off,2031-10-01,2031-10-01,x").find("no notice") != std::string::npos);
    CHECK(after("calendar.csv", "2026,maybe,2026-12-01,2026-12-01,x").find("off or worked") !=
          std::string::npos);
    CHECK(after("calendar_years.csv", "2031,x,y,z").find("not consecutive") != std::string::npos);
    CHECK(after("retirement.csv", "man,2025-01-01,720,4,36,x").find("one row for man") != std::string::npos);
    CHECK(after("retirement.csv", "man,2025-01-01,720,0,36,x").find("not right") != std::string::npos);
    CHECK(after("lists/sex.csv", "male,男,Male,1").find("male twice") != std::string::npos);
    CHECK(after("lists/sex.csv", "other,,Other,9").find("wanted") != std::string::npos);
    CHECK(after("lists/sex.csv", "\xff,x,y,").find("UTF-8") != std::string::npos);
    const Copy copy;
    copy.remove("retirement.csv");
    CHECK(copy.fault().find("cannot be read") != std::string::npos);
}
