#include "services/determination/source.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "base/id.hpp"
#include "services/determination/mapping.hpp"
#include "services/determination/row.hpp"

using namespace leye;
using namespace leye::determination;

namespace {

constexpr std::string_view good = R"(source: a
name: {zh: 甲, en: A}
given_by: {zh: 乙, en: B}
purpose: {zh: 丙, en: C}
law: [法]
every: month
earliest: 1990-01-01
columns:
  - name: number
    type: document
    required: true
    label: {zh: 号码, en: Number}
    header: [号码]
  - name: month
    type: month
    required: true
    label: {zh: 月, en: Month}
    header: [月份]
  - name: kind
    type: code
    label: {zh: 类, en: Kind}
    header: [类别]
    codes: {甲: one, 乙: two}
facts:
  - kind: insured_flexible
    when: {kind: one}
    month: month
)";

std::vector<std::string> faults_of(std::string text, std::string_view instead_of = {}, std::string_view put = {}) {
    if (!instead_of.empty()) {
        const size_t at = text.find(instead_of);
        REQUIRE(at != text.npos);
        text.replace(at, instead_of.size(), put);
    }
    const auto folder = std::filesystem::temp_directory_path() / ("leye-sources-" + Uuid::make(Instant::of_ms(1)).text());
    std::filesystem::create_directories(folder / "sources");
    std::ofstream(folder / "sources" / "a.yaml") << text;
    std::vector<std::string> faults;
    Sources::load(folder.string(), faults);
    std::filesystem::remove_all(folder);
    for (auto& f : faults) f = f.substr(f.find("a.yaml"));
    return faults;
}

}  // namespace

TEST_CASE("a fault of a source is told with file and line") {
    CHECK(faults_of(std::string(good)).empty());
    using Faults = std::vector<std::string>;
    CHECK(faults_of(std::string(good), "every: month", "every: day") == Faults{"a.yaml:6: «day» is none of month, quarter, year, seldom"});
    CHECK(faults_of(std::string(good), "law: [法]", "law: []") == Faults{"a.yaml:1: a source names its legal basis: law is empty"});
    CHECK(faults_of(std::string(good), "kind: insured_flexible", "kind: insured") == Faults{"a.yaml:25: «insured» is no kind of fact"});
    CHECK(faults_of(std::string(good), "    month: month", "    from: month") == Faults{"a.yaml:25: insured_flexible is told for a month"});
    CHECK(faults_of(std::string(good), "{kind: one}", "{kind: three}") == Faults{"a.yaml:26: no word of kind means «three»"});
    CHECK(faults_of(std::string(good), "header: [月份]", "header: [号 码]") == Faults{"a.yaml:18: the title «号 码» stands for another column too"});
    CHECK(faults_of(std::string(good), "type: document", "type: text") == Faults{"a.yaml:1: no column has the type document: nobody could be found"});
    CHECK(faults_of(std::string(good), "insured_flexible", "insured_employee") == Faults{"a.yaml:25: insured_employee names its unit"});
    CHECK(faults_of(std::string(good), "source: a", "source: b") == Faults{"a.yaml:1: the file of the source «b» is called b.yaml"});
}

TEST_CASE("titles are known in every spelling of width, blanks and brackets") {
    std::vector<std::string> faults;
    const auto all = Sources::load(LEYE_SOURCE_DIR "/catalog", faults);
    for (const auto& fault : faults) FAIL_CHECK(fault);
    CHECK(all.all().size() == 19);
    const Source& source = *all.find("social_insurance");
    CHECK(fold_header("缴费基数（元）") == fold_header(" 缴费 基数 (元)"));
    const auto mapping = map_columns(source, "身份证号*;\"费款所属期\";参保类型;别的;ＢＡＳＥ");
    REQUIRE(mapping);
    CHECK(mapping->separator == ';');
    CHECK(mapping->columns[3].column == no_column);
    CHECK(mapping->columns[4].column != no_column);
}

TEST_CASE("days, months and amounts are read as people write them, and nothing else is") {
    const Date day = *Date::parse("2026-10-01");
    for (const char* text : {"2026-10-01", "20261001", "2026/10/1", "2026.10.01", "2026年10月1日", "2026-10-01 08:30:00", "2026-10-01T00:00:00.000Z"}) CHECK(read_day(text) == day);
    for (const char* text : {"2026-13-01", "2026-02-30", "202610", "1/10/2026", "2026-10-01x", "", "二〇二六", "2026-1"}) CHECK_FALSE(read_day(text));
    for (const char* text : {"202610", "2026-10", "2026/10", "2026年10月", "2026-10-31", "20261031"}) CHECK(read_month(text) == day);
    for (const char* text : {"202613", "202600", "2026", "102026x", "26-10", ""}) CHECK_FALSE(read_month(text));
    CHECK(read_amount("4,500.00") == 450'000);
    CHECK(read_amount("¥0.5") == 50);
    CHECK(read_amount("100.10000") == 10'010);
    for (const char* text : {"-1", "1.005", "", ".5", "1e3", "100000001", "99999999999999999999", "4500元"}) CHECK_FALSE(read_amount(text));
}
