#include "engine/table/xlsx.hpp"

#include <doctest/doctest.h>

#include <random>

#include "engine/sheet/grid.hpp"
#include "engine/sheet/sheet.hpp"
#include "engine/sheet/test/parts.hpp"
#include "engine/table/document.hpp"
#include "engine/table/test/library_card.hpp"

using namespace leye;
using namespace leye::table;

namespace {

TableSheet cards() {
    return TableDocument::load(test::library_card)->view(0).value();
}

TableSheet back(const TableSheet& sheet, Language language = Language::zh) {
    const auto bytes = to_xlsx(sheet, language);
    REQUIRE_MESSAGE(bytes, bytes.error().code);
    auto read = of_xlsx(*bytes, "cards.xlsx");
    REQUIRE_MESSAGE(read, read.error().code << " " << read.error().field);
    return std::move(*read);
}

using Cells = std::vector<std::string>;

// The rows of the workbook as people see them.
std::vector<Cells> rows_of(const TableSheet& sheet) {
    std::vector<Cells> out;
    const std::string bytes = to_xlsx(sheet).value();  // the reader looks at them
    auto reader = sheet::open(bytes, "cards.xlsx");
    REQUIRE(reader);
    for (auto row = reader->next(); row && *row; row = reader->next()) out.push_back((*row)->cells);
    return out;
}

// A workbook of plain cells, named 表.
std::string workbook(const std::vector<Cells>& rows) {
    sheet::Grid grid{.name = "表", .looks = {{}}, .columns = {}, .rows = {}, .choices = {}};
    for (const auto& cells : rows) {
        sheet::Grid::Row row;
        for (const auto& cell : cells) row.cells.push_back({cell, 0});
        grid.rows.push_back(std::move(row));
    }
    return sheet::write_xlsx(grid);
}

// Code and cell of the refusal of the card table after a change to its cells.
template <class Change>
std::string refused(Change change) {
    auto rows = rows_of(cards());
    change(rows);
    const auto read = of_xlsx(workbook(rows), "cards.xlsx");
    return read ? "" : read.error().code + " " + read.error().details.at("cell");
}

// The sheet's XML put into a hand-made workbook, whose sheet is named «a».
std::string refused_xml(const std::string& rows, const std::string& behind = "") {
    const auto read = of_xlsx(sheet::test::rows(rows, behind), "a.xlsx");
    REQUIRE(!read);
    const auto& details = read.error().details;
    return read.error().code + (details.contains("cell") ? " " + details.at("cell") : "");
}

}  // namespace

TEST_CASE("a table goes to xlsx and comes back the same, in either language") {
    CHECK(back(cards()) == cards());
    CHECK(back(cards(), Language::en) == cards());
}

TEST_CASE("the workbook says what each row and column is, in words") {
    const auto rows = rows_of(cards());
    REQUIRE(rows.size() == 12);
    CHECK(rows[0] == Cells{"决策表", "借书证", "card"});
    CHECK(rows[1] == Cells{"命中策略", "UNIQUE"});
    CHECK(rows[2] == Cells{"类别", "条件", "条件", "结果", "说明", "规则编号"});
    CHECK(rows[3] == Cells{"标题", "年龄", "住在本市", "证件", "依据"});
    CHECK(rows[4] == Cells{"表达式", "age", "resident", "kind"});
    CHECK(rows[5] == Cells{"类型", "number", "boolean", "string"});
    CHECK(rows[9] == Cells{"1", "< 16", "-", "\"child\"", "章程一", "rule_1"});
    CHECK(rows[11] == Cells{"3", ">= 16", "false", "\"none\"", "", "rule_9"});
}

TEST_CASE("no text is lost on the way through Excel") {
    auto sheet = cards();
    sheet.hit_policy = "COLLECT";
    sheet.aggregation = "SUM";
    sheet.name = "  [借*书?证]: 一个名字长过三十一个字的决策表/一个名字长过三十一个字的决策表 '";
    sheet.inputs[0] = {"input_1", "=标题", "if a < 1 then \"\n\" else b", "number", "[0..120]"};
    sheet.outputs[0].fallback = "=1+1";
    const Cells hard = {"=1",
                        "-",
                        "0007",
                        "+86",
                        "@x",
                        "\"a\"\"b\"",
                        "'quoted",
                        "𠮷",
                        "一\n二\n\n三",
                        "a\tb",
                        "_x000D_",
                        "_x0041_x",
                        "a\r\nb\rc",
                        "1e5",
                        "12345678901234567890",
                        "2026-01-31",
                        "TRUE",
                        "<b>&amp;</b>",
                        "]]>",
                        "​x",
                        "https://example.org",
                        std::string(32'000, 'x')};
    for (size_t i = 0; i < hard.size(); ++i)
        sheet.rules.push_back({i % 3 ? "new_" + std::to_string(i) : "",
                               {hard[i], hard[(i + 1) % hard.size()]},
                               {hard[(i + 2) % hard.size()]},
                               {hard[(i + 3) % hard.size()]}});
    sheet.rules.push_back({"", {"", ""}, {""}, {""}});
    CHECK(back(sheet) == tidied(sheet));
    std::mt19937_64 dice{20261123};
    const Cells pieces = {"甲",    "𠮷", "=", "-", "\"", "\n", "\r", "_x",
                          "000D_", " ",  "0", "<", "&",  "'",  "\t", "　"};
    for (int i = 0; i < 100; ++i) {
        auto random = cards();
        for (auto& rule : random.rules)
            for (auto* texts : {&rule.cells, &rule.outputs, &rule.notes})
                for (auto& text : *texts) {
                    text.clear();
                    for (size_t n = dice() % 8; n > 0; --n) text += pieces[dice() % pieces.size()];
                }
        CHECK(back(random) == tidied(random));
    }
}

TEST_CASE("5,000 rules go to xlsx and back, and from there into the file") {
    auto sheet = cards();
    for (int i = 0; i < 5'000; ++i)
        sheet.rules.push_back(
            {"", {std::to_string(i), "-"}, {"\"child\""}, {"第" + std::to_string(i) + "条"}});
    const auto read = back(sheet);
    CHECK(read == sheet);
    auto document = TableDocument::load(test::library_card).value();
    REQUIRE(document.apply(0, read));
    const auto view = document.view(0).value();
    CHECK(view.rules.size() == 5'003);
    CHECK(view.rules[5'002].id == "rule_5009");
    CHECK(view.rules[5'002].notes == read.rules[5'002].notes);
}

TEST_CASE("what people do to the workbook arrives as rules and columns") {
    auto rows = rows_of(cards());
    rows.insert(rows.begin() + 10, {"", "16", "-", "\"adult\"", "章程四"});
    rows.insert(rows.begin() + 4, Cells{});
    for (auto& row : rows) row.insert(row.begin() + std::min<size_t>(row.size(), 2), "");
    rows[0] = {"决策表", "借书证", "card"};
    rows[1] = {"命中策略", "Collect  sum"};
    rows[2][2] = "结果";
    rows[3][2] = "天数";
    const auto read = of_xlsx(workbook(rows), "cards.xlsx");
    REQUIRE_MESSAGE(read, read.error().code << " " << read.error().field);
    CHECK(read->aggregation == "SUM");
    REQUIRE(read->outputs.size() == 2);
    CHECK(read->outputs[0] == TableSheet::Output{"", "", "天数", "", "", ""});
    CHECK(read->outputs[1] == cards().outputs[0]);
    REQUIRE(read->rules.size() == 4);
    CHECK(read->rules[1] == TableSheet::Rule{"", {"16", "-"}, {"", "\"adult\""}, {"章程四"}});
}

TEST_CASE("a workbook that is no table is refused with sheet and cell") {
    CHECK(refused([](auto&) {}) == "");
    CHECK(refused([](auto& rows) { rows.resize(3); }) == "table_sheet_header 表!A4");
    CHECK(refused([](auto& rows) { rows.clear(); }) == "table_sheet_header 表!A1");
    CHECK(refused([](auto& rows) { rows[4][0] = "表达"; }) == "table_sheet_header 表!A5");
    CHECK(refused([](auto& rows) { rows.erase(rows.begin() + 2); }) == "table_sheet_header 表!A3");
    CHECK(refused([](auto& rows) { rows[2].pop_back(); }) == "table_sheet_header 表!F3");
    CHECK(refused([](auto& rows) {
              for (auto& row : rows) row.resize(std::min<size_t>(row.size(), 5));
          }) == "table_sheet_header 表!F3");
    CHECK(refused([](auto& rows) { rows[1][1] = "SOMETIMES"; }) == "table_sheet_hit_policy 表!B2");
    CHECK(refused([](auto& rows) { rows[1][1] = "COLLECT AVERAGE"; }) == "table_sheet_hit_policy 表!B2");
    CHECK(refused([](auto& rows) { rows[2][2] = "条款"; }) == "table_sheet_part 表!C3");
    CHECK(refused([](auto& rows) { rows[2].push_back("规则编号"); }) == "table_sheet_part 表!G3");
    CHECK(refused([](auto& rows) { rows[7].resize(2, "5"); }) == "table_sheet_stray 表!B8");
    CHECK(refused([](auto& rows) { rows[1].push_back("随手记"); }) == "table_sheet_stray 表!C2");
    CHECK(refused([](auto& rows) { rows[10].resize(7, "随手记"); }) == "table_sheet_part 表!G3");
    CHECK(refused([](auto& rows) { rows[11][5] = "rule_1"; }) == "table_sheet_id_twice 表!F12");
    CHECK(refused([](auto& rows) { rows[8][2] = "input_1"; }) == "table_sheet_id_twice 表!C9");
    CHECK(refused([](auto& rows) {
              rows.resize(9);
              rows.resize(9 + rules_max + 1, {"1", "-", "-", "1", "", ""});
          }) == "table_too_many_rules 表!A20010");
}

TEST_CASE(
    "what Excel has made of a cell is refused with its place: merged, formula, day, truth value, error, "
    "bomb") {
    const std::string head = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>决策表</t></is></c>";
    CHECK(refused_xml(head + "</row>", "<mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells>") ==
          "sheet_merged_cell a!A1:B2");
    CHECK(refused_xml(head + "<c r=\"B1\" t=\"str\"><f>A1&amp;\"x\"</f><v>x</v></c></row>") ==
          "sheet_formula a!B1");
    CHECK(refused_xml(head + "<c r=\"B1\"><f>1+1</f></c></row>") == "sheet_formula a!B1");
    CHECK(refused_xml(head + "<c r=\"B1\" s=\"1\"><v>46349</v></c></row>") == "sheet_cell_not_plain a!B1");
    CHECK(refused_xml(head + "<c r=\"B1\" t=\"b\"><v>1</v></c></row>") == "sheet_cell_not_plain a!B1");
    CHECK(refused_xml(head + "<c r=\"B1\" t=\"e\"><v>#REF!</v></c></row>") == "sheet_cell_error a!B1");
    CHECK(refused_xml("<row r=\"1048577\"><c><v>1</v></c></row>") == "sheet_too_many_rows");
    CHECK(of_xlsx("决策表,借书证\n", "cards.csv").error().code == "table_sheet_kind");
    CHECK(of_xlsx("%PDF-1.7", "cards.pdf").error().code == "table_sheet_kind");
    CHECK(of_xlsx("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "cards.xls").error().code == "sheet_old_excel");
    CHECK(of_xlsx(to_xlsx(cards()).value().substr(0, 4'000), "cards.xlsx").error().code == "sheet_damaged");
    std::string bomb = "<worksheet><sheetData>";
    for (int i = 0; i < 5'000'000; ++i) bomb += "<row/>";
    CHECK(of_xlsx(sheet::test::pack(sheet::test::workbook(bomb)), "bomb.xlsx").error().code ==
          "sheet_too_large");
}

TEST_CASE("a text longer than a cell of Excel is refused with its cell") {
    auto sheet = cards();
    sheet.rules[1].notes[0] = std::string(32'768, 'x');
    CHECK(to_xlsx(sheet).error().code == "sheet_cell_too_long");
    CHECK(to_xlsx(sheet).error().details.at("cell") == "E11");
    sheet.rules[1].notes[0].clear();
    for (int i = 0; i < 16'384; ++i) sheet.rules[1].notes[0] += "𠮷";
    CHECK(to_xlsx(sheet).error().code == "sheet_cell_too_long");
}
