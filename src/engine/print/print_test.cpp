#include "engine/print/print.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <thread>

#include "base/result.hpp"
#include "base/test/folder.hpp"

using namespace leye;
using print::Document;

// Pango hands font patterns to threads of its own and never takes them back at the end of a program.
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libfontconfig\nleak:libpango\nleak:libglib\n";
}

namespace {

// A library card office: nothing of employment.
Document card() {
    return {
        .title = {"借阅证办理证明", "Certificate of Library Membership"},
        .number = "编号 LIB-2026-000123",
        .rows =
            {{{"姓名", "Name"}, "买买提·艾力"},
             {{"证件号码", "Document number"}, "379914********8159"},
             {{"借阅证号", "Card number"}, "LC 0012 3456 7890"},
             {{"开户馆", "Library"},
              "济南市历下区图书馆解放路分馆（二十四小时自助借阅服务厅）及其全部流动借阅点、送书上门服务点"},
             {{"有效期", "Valid"}, "2026年11月23日至2029年11月22日"}},
        .statement =
            {"上述读者已办理借阅证，可在全市各公共图书馆借阅图书、使用电子资源。",
             "The reader named above holds a card and may borrow at every public library of the city."},
        .qr = "https://library.example/verify/7K3M-9QXD-22AB",
        .qr_caption = {"扫码核验真伪", "Scan to verify"},
        .footer = {"历下区图书馆读者服务中心", "2026年11月23日"},
        .seal = "历下区图书馆读者服务中心",
        .seal_below = "业务专用章",
        .fine_print = {"本证明由系统生成，扫码可查验，打印有效。",
                       "Made by the library's system; scan the code to verify. Valid when printed."},
        .made_at = *Instant::parse("2026-11-23T01:00:00Z")};
}

std::string run(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
    REQUIRE(pipe != nullptr);
    std::string out;
    char piece[4096];
    for (size_t n; (n = std::fread(piece, 1, sizeof piece, pipe.get())) > 0;) out.append(piece, n);
    return out;
}

struct Folder : test::Folder {
    std::string put(const std::string& pdf) const {
        std::ofstream(path + "/a.pdf", std::ios::binary) << pdf;
        return path + "/a.pdf";
    }
};

std::string text_of(const std::string& pdf) {
    const Folder folder;
    return run("pdftotext -layout " + folder.put(pdf) + " -");
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != text.npos;
}

}  // namespace

TEST_CASE("a certificate is a small PDF whose text can be read") {
    const auto pdf = print::write_pdf(card());
    CHECK(pdf.starts_with("%PDF-"));
    CHECK(pdf.size() < 150'000);
    const auto text = text_of(pdf);
    for (const char* part : {"借阅证办理证明", "Certificate of Library Membership", "LIB-2026-000123",
                             "买买提·艾力", "Document number", "379914********8159",
                             "2026年11月23日至2029年11月22日", "读者服务中心", "扫码核验真伪"})
        CHECK_MESSAGE(has(text, part), part);
    CHECK_FALSE(has(text, "第 1 页"));
    // The seal is a picture, not words that a search would find twice.
    CHECK_FALSE(has(text, "业务专用章"));
}

TEST_CASE("the QR code on the printed page says what it was given") {
    const Folder folder;
    const auto file = folder.put(print::write_pdf(card()));
    run("pdftoppm -png -r 150 -singlefile " + file + " " + folder.path + "/page");
    CHECK(has(run("zbarimg -q --raw " + folder.path + "/page.png"),
              "https://library.example/verify/7K3M-9QXD-22AB"));
}

TEST_CASE("the same document gives the same bytes") {
    CHECK(print::write_pdf(card()) == print::write_pdf(card()));
}

TEST_CASE("many rows go on over numbered pages and none is lost") {
    auto document = card();
    for (int i = 0; i < 60; ++i)
        document.rows.push_back(
            {{"第" + std::to_string(i) + "次", "Loan"}, "书目" + std::to_string(1000 + i)});
    const auto text = text_of(print::write_pdf(document));
    for (int i = 0; i < 60; ++i) CHECK(has(text, "书目" + std::to_string(1000 + i)));
    int pages = 0;
    for (size_t at = text.find('\f'); at != text.npos; at = text.find('\f', at + 1)) ++pages;
    CHECK(pages > 2);
    for (int i = 1; i <= pages; ++i)
        CHECK(has(text, "第 " + std::to_string(i) + " 页，共 " + std::to_string(pages) + " 页"));
}

TEST_CASE("a document of a title alone is a page") {
    const auto text = text_of(print::write_pdf({.title = {"通知", ""}}));
    CHECK(has(text, "通知"));
}

TEST_CASE("characters without a font are counted, rare ones with a font are printed") {
    CHECK(print::count_unprintable("张三 Aili·买买提 䶮堃") == 0);
    CHECK(print::count_unprintable("\U0010fffd") == 1);
    auto document = card();
    document.rows[0].value = "𠮷䶮";
    if (print::count_unprintable("𠮷䶮") == 0) CHECK(has(text_of(print::write_pdf(document)), "𠮷䶮"));
}

TEST_CASE("what does not fit a seal or a code is a bug of the caller") {
    auto document = card();
    document.seal = std::string(25, 'x');
    CHECK_THROWS_AS(print::write_pdf(document), Bug);
    document = card();
    document.qr = std::string(301, 'x');
    CHECK_THROWS_AS(print::write_pdf(document), Bug);
}

TEST_CASE("threads may write at once") {
    const auto wanted = print::write_pdf(card());
    std::vector<std::thread> threads;
    std::vector<std::string> made(4);
    for (auto& out : made) threads.emplace_back([&out] { out = print::write_pdf(card()); });
    for (auto& t : threads) t.join();
    for (const auto& pdf : made) CHECK(pdf == wanted);
}
