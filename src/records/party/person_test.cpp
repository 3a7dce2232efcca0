#include "records/party/person.hpp"

#include <doctest/doctest.h>

#include <set>
#include <thread>

#include "records/party/test/place.hpp"

using namespace leye;
using namespace leye::party;
using namespace leye::party::test;
using reference::DocumentType;

namespace {

const std::span<const store::Migration> modules[] = {journal::schema(), party::schema()};

void everywhere(const std::function<void(Place&)>& test) {
    test::everywhere(modules, test);
}

}  // namespace

TEST_CASE("a person is registered once and found by the document, in either spelling") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        auto person = somebody("买买提·吐尔逊", citizen("19880229", 12));
        person.phone = "138 0000-1234", person.area = "370102001";
        const auto id = p.act([&](Context& ctx) { return register_person(ctx, person); });
        REQUIRE(id);
        const auto again = p.act([&](Context& ctx) { return register_person(ctx, person); });
        CHECK(again.value() == *id);
        CHECK(p.count("select count(*) from person") == 1);
        p.read([&](store::Connection& c) {
            CHECK(find_person_by_document(c, test_seal(), DocumentType::resident_id,
                                          " " + person.document_number + " ") == *id);
            CHECK_FALSE(
                find_person_by_document(c, test_seal(), DocumentType::resident_id, citizen("19880229", 14)));
            CHECK_FALSE(
                find_person_by_document(c, test_seal(), DocumentType::hmt_residence, person.document_number));
            const Person found = get_person(c, test_seal(), *id);
            CHECK(found.name == "买买提·吐尔逊");
            CHECK(found.born_on->text() == "1988-02-29");
            CHECK(found.sex == Sex::female);
            CHECK(found.phone == "13800001234");
            CHECK(found.area == "370102001");
            REQUIRE(found.documents.size() == 1);
            CHECK(found.documents[0].number == person.document_number);
        });
    });
}

TEST_CASE("nothing that names a person stands in the clear, neither in the tables nor in the journal") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        auto person = somebody("欧阳建国", citizen("19700101", 11));
        person.phone = "13800001234";
        REQUIRE(p.act([&](Context& ctx) { return register_person(ctx, person); }));
        p.read([&](store::Connection& c) {
            auto rows = c.query(
                "select p.name, p.phone, d.number from person p join person_document d on d.person_id = "
                "p.id");
            REQUIRE(rows.next());
            CHECK(rows.get<store::Blob>(0).bytes.find("欧阳") == std::string::npos);
            CHECK(rows.get<store::Blob>(1).bytes.find("1380000") == std::string::npos);
            CHECK(rows.get<store::Blob>(2).bytes.find("370102") == std::string::npos);
            auto entries = c.query("select act, subject, detail from journal_entry");
            REQUIRE(entries.next());
            CHECK(entries.get<std::string>(0) == "person_registered");
            CHECK(entries.get<std::string>(1).starts_with("person:"));
            CHECK(entries.get<std::string>(2) == R"({"document":"resident_id"})");
            CHECK_FALSE(entries.next());
        });
    });
}

TEST_CASE("resident ID and social security card with one number are one file") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        const std::string number = citizen("19900505", 33);
        const auto by_id =
            p.act([&](Context& ctx) { return register_person(ctx, somebody("张三", number)); });
        const auto by_card = p.act([&](Context& ctx) {
            return register_person(ctx, somebody("张三", number, DocumentType::social_security_card));
        });
        CHECK(by_id.value() == by_card.value());
        p.read([&](store::Connection& c) {
            CHECK(get_person(c, test_seal(), *by_id).documents.size() == 2);
            CHECK(find_person_by_document(c, test_seal(), DocumentType::social_security_card, number) ==
                  *by_id);
        });
    });
}

TEST_CASE("a number known under another name is refused and changes nothing") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        const std::string number = citizen("19900505", 33);
        REQUIRE(p.act([&](Context& ctx) { return register_person(ctx, somebody("张三", number)); }));
        const auto other = p.act([&](Context& ctx) {
            return register_person(ctx, somebody("李四", number, DocumentType::social_security_card));
        });
        REQUIRE_FALSE(other);
        CHECK(other.error().code == "person_name_differs");
        CHECK(other.error().field == "name");
        CHECK(p.count("select count(*) from person_document") == 1);
    });
}

TEST_CASE("what cannot be is refused before anything is written") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        const auto code = [&](const NewPerson& person) {
            const auto id = p.act([&](Context& ctx) { return register_person(ctx, person); });
            return id ? std::string("accepted") : id.error().code;
        };
        auto person = somebody("张三", "37010219900505033X");
        person.document_number.back() = person.document_number.back() == 'X' ? '1' : 'X';
        CHECK(code(somebody("张三", "110105194912310021")) == "document_check_digit");
        CHECK(code(somebody("张三", "130503670401001")) == "document_15_digits");
        CHECK(code(somebody("张3", citizen("19900505", 33))) == "name_digit");
        person = somebody("张三", citizen("19900505", 33));
        person.area = "999999";
        CHECK(code(person) == "area_unknown");
        person.area = "", person.phone = "12345";
        CHECK(code(person).starts_with("phone_"));
        person.phone = "", person.born_on = Date::parse("1990-05-06");
        CHECK(code(person) == "birth_differs");
        person.born_on.reset(), person.sex = Sex::female;
        CHECK(code(person) == "sex_differs");
        CHECK(p.count("select count(*) from person") == 0);
        CHECK(p.count("select count(*) from journal_entry") == 0);
    });
}

TEST_CASE("one-character names and names beyond the basic plane are kept exactly") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        int sequence = 1;
        for (const std::string name : {"丁", "张𠮷", "阿卜杜热西提·阿卜杜拉"}) {
            const auto id = p.act([&](Context& ctx) {
                return register_person(ctx, somebody(name, citizen("19900505", sequence += 2)));
            });
            REQUIRE(id);
            CHECK(p.read([&](store::Connection& c) { return get_person(c, test_seal(), *id).name; }) == name);
        }
    });
}

TEST_CASE("a second document joins the file; somebody else's does not") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        const auto permit = somebody("陈大文", "H12345678", DocumentType::hm_travel_permit);
        const auto id = p.act([&](Context& ctx) { return register_person(ctx, permit); });
        REQUIRE(id);
        const std::string residence = citizen("19850315", 21, "810000");
        const auto add = [&](PersonId to, DocumentType type, const std::string& number) {
            return p.act([&](Context& ctx) { return add_document(ctx, to, type, number); });
        };
        REQUIRE(add(*id, DocumentType::hmt_residence, residence));
        REQUIRE(add(*id, DocumentType::hmt_residence, residence));
        p.read([&](store::Connection& c) {
            const Person person = get_person(c, test_seal(), *id);
            CHECK(person.documents.size() == 2);
            CHECK(person.born_on->text() == "1985-03-15");
            CHECK(find_person_by_document(c, test_seal(), DocumentType::hmt_residence, residence) == *id);
        });
        const auto other = p.act(
            [&](Context& ctx) { return register_person(ctx, somebody("王五", citizen("19900505", 33))); });
        const auto taken = add(*other, DocumentType::hm_travel_permit, "H12345678");
        REQUIRE_FALSE(taken);
        CHECK(taken.error().code == "document_of_another");
        CHECK(add(*other, DocumentType::resident_id, citizen("19900505", 35)).error().code ==
              "citizen_number_differs");
        CHECK(add(*other, DocumentType::hmt_residence, citizen("19900506", 35, "810000")).error().code ==
              "birth_differs");
        CHECK(add(PersonId::make(p.clock.now()), DocumentType::tw_travel_permit, "12345678").error().code ==
              "person_unknown");
    });
}

TEST_CASE("phone and area change often, and the journal says which field without its value") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        const auto id = p.act(
            [&](Context& ctx) { return register_person(ctx, somebody("张三", citizen("19900505", 33))); });
        const auto change = [&](const PersonChange& c) {
            p.clock.advance_ms(1000);  // each lane has a chain of its own; only the time orders them
            return p.act([&](Context& ctx) { return change_person(ctx, *id, c); });
        };
        REQUIRE(change({.phone = "13900005678"}));
        REQUIRE(change({.area = "370203"}));
        REQUIRE(change({.phone = "13900005678"}));
        CHECK(change({.area = "000000"}).error().code == "area_unknown");
        CHECK(change({.born_on = Date::parse("1991-01-01")}).error().code == "birth_differs");
        p.read([&](store::Connection& c) {
            CHECK(get_person(c, test_seal(), *id).phone == "13900005678");
            auto rows = c.query("select detail from journal_entry where act = 'person_changed' order by at");
            REQUIRE(rows.next());
            CHECK(rows.get<std::string>(0) == R"({"fields":["phone"]})");
        });
        CHECK(p.count("select count(*) from journal_entry where act = 'person_changed'") == 2);
        REQUIRE(change({.phone = ""}));
        CHECK(p.read([&](store::Connection& c) { return get_person(c, test_seal(), *id).phone; }) == "");
    });
}

TEST_CASE("masks show enough to recognise and too little to learn") {
    CHECK(mask_name("丁") == "*");
    CHECK(mask_name("张三") == "张*");
    CHECK(mask_name("张𠮷") == "张*");
    CHECK(mask_name("欧阳建国") == "欧**国");
    CHECK(mask_number("37010219900505033X") == "370102********033X");
    CHECK(mask_number("H12345678") == "H1*****78");
    CHECK(mask_number("123") == "***");
    CHECK(mask_phone("13800001234") == "138****1234");
    CHECK(mask_phone("") == "");
}

TEST_CASE("the names of any number of files are read together") {
    everywhere([](Place& p) {
        std::map<PersonId, std::string> expected;
        std::vector<PersonId> ids;
        for (int i = 0; i < 120; ++i) {
            const std::string name = i % 2 ? "王小明" : "李娜";
            const auto id = p.act([&](Context& ctx) { return register_person(ctx, somebody(name, citizen("19850315", i + 1))); });
            REQUIRE(id);
            ids.push_back(*id);
            expected.emplace(*id, name);
        }
        p.read([&](store::Connection& c) {
            CHECK(names_of(c, test_seal(), ids) == expected);
            CHECK(names_of(c, test_seal(), std::span(ids).first(1)).size() == 1);
            CHECK(names_of(c, test_seal(), {}).empty());
            CHECK(names_of(c, test_seal(), std::vector{PersonId::make(Instant::of_ms(1))}).empty());
        });
    });
}

TEST_CASE("registering costs five statements at most, and finding four, without the journal") {
    // Counted by a connection that passes everything on.
    struct Counting : store::Connection {
        store::Connection& inner;
        int count = 0;
        explicit Counting(store::Connection& c) : inner(c) {}
        void run_script(std::string_view sql) override { inner.run_script(sql); }
        store::Connection& root() override { return inner.root(); }
        int lane() const override { return inner.lane(); }
        store::Rows run_query(std::string_view sql, std::span<const store::Param> params) override {
            count += sql.find("journal") == sql.npos;
            return inner.query_params(sql, params);
        }
        int64_t run_execute(std::string_view sql, std::span<const store::Param> params) override {
            count += sql.find("journal") == sql.npos;
            return inner.execute_params(sql, params);
        }
    };
    everywhere([&](Place& p) {
        CAPTURE(p.name);
        const std::string number = citizen("19900505", 33);
        p.db->write([&](store::Transaction& tx) {
            const Actor system = system_actor();
            Counting counting(tx);
            Context ctx{system, p.clock.now(), counting, test_seal(), reference_data()};
            const auto id = register_person(ctx, somebody("张三", number));
            REQUIRE(id);
            CHECK(counting.count <= 5);
            counting.count = 0;
            REQUIRE(find_person_by_document(ctx, DocumentType::resident_id, number) == *id);
            CHECK(counting.count <= 2);
            get_person(ctx, *id);
            CHECK(counting.count <= 4);
        });
    });
}

TEST_CASE("one new number registered a hundred times in parallel is one file") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        const auto person = somebody("张三", citizen("19900505", 33));
        std::vector<PersonId> ids(100);
        std::vector<std::thread> threads;
        for (size_t t = 0; t < 10; ++t)
            threads.emplace_back([&, t] {
                for (size_t i = t; i < ids.size(); i += 10)
                    ids[i] = p.act([&](Context& ctx) { return register_person(ctx, person); }).value();
            });
        for (auto& thread : threads) thread.join();
        CHECK(std::set(ids.begin(), ids.end()).size() == 1);
        CHECK(p.count("select count(*) from person") == 1);
        CHECK(p.count("select count(*) from journal_entry") == 1);
    });
}

TEST_CASE("a retired area code and a retired region of first issue are accepted") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        auto person = somebody("张三", citizen("19700505", 33, "371202"));
        person.area = "371202";
        const auto id = p.act([&](Context& ctx) { return register_person(ctx, person); });
        REQUIRE(id);
        CHECK(p.read([&](store::Connection& c) { return get_person(c, test_seal(), *id).area; }) == "371202");
    });
}
