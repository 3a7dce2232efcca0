// Workbooks keep what a row promises. The first byte says what the others are: the sheet's XML, another part,
// or the whole archive, as a changed archive seldom gets past its checksums.
#include "engine/table/xlsx.hpp"
#include "tests/fuzz/promises.hpp"

using namespace leye;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t size) {
    if (size == 0) return 0;
    const std::string rest(fuzz::text_of(data + 1, size - 1));
    const std::string sheet =
        "<worksheet><sheetData><row><c t=\"s\"><v>1</v></c><c "
        "s=\"2\"><v>5</v></c></row></sheetData></worksheet>";
    auto parts = sheet::test::workbook(data[0] == 'S' ? rest : sheet);
    if (data[0] == 'T') parts["xl/sharedStrings.xml"] = rest;
    if (data[0] == 'Y') parts["xl/styles.xml"] = rest;
    if (data[0] == 'B') parts["xl/workbook.xml"] = rest;
    if (data[0] == 'R') parts["xl/_rels/workbook.xml.rels"] = rest;
    const auto bytes = data[0] == 'P' ? std::string(fuzz::text_of(data, size)) : sheet::test::pack(parts);
    fuzz::read_sheet(bytes, "a.xlsx");
    const auto table = table::of_xlsx(bytes, "a.xlsx");
    if (!table) return 0;
    const auto again = table::to_xlsx(*table);
    fuzz::must(again.has_value(), "a table that was read is written");
    fuzz::must(table::of_xlsx(*again, "a.xlsx") == *table, "and read again the same");
    return 0;
}
