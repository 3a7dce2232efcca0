#include "records/party/reseal.hpp"

#include <doctest/doctest.h>

#include "records/party/test/place.hpp"

using namespace leye;
using namespace leye::party;
using namespace leye::party::test;

namespace {

const std::span<const store::Migration> modules[] = {journal::schema(), party::schema()};

}  // namespace

TEST_CASE("after a rotation every file is under the newest key, reads the same and is found the same") {
    test::everywhere(modules, [](Place& p) {
        CAPTURE(p.name);
        const auto file =
            (std::filesystem::temp_directory_path() / ("leye-key-" + Uuid::make(Instant::of_ms(1)).text()))
                .string();
        seal::Seal::create_key_file(file);
        const auto first = seal::Seal::open(file, seal::Suite::aes_gcm);
        seal::Seal::add_key(file);
        const auto second = seal::Seal::open(file, seal::Suite::aes_gcm);
        std::filesystem::remove(file);

        const Actor system = system_actor();
        const auto with = [&](const seal::Seal& seal, auto&& work) {
            return p.db->write([&](store::Transaction& tx) {
                Context ctx{system, p.clock.now(), tx, seal, reference_data()};
                return work(ctx);
            });
        };
        std::vector<PersonId> ids;
        for (int i = 0; i < 5; ++i) {
            auto person = somebody("张三", citizen("19900505", i));
            person.phone = "13800001234";
            ids.push_back(with(first, [&](Context& ctx) { return register_person(ctx, person); }).value());
        }
        int changed = 0, runs = 0;
        for (std::optional<PersonId> after;; ++runs) {
            const auto done = with(second, [&](Context& ctx) { return reseal_people(ctx, after, 2); });
            changed += done.changed;
            if (!done.last) break;
            after = done.last;
        }
        CHECK(changed == 5);
        CHECK(runs == 2);
        CHECK(with(second, [&](Context& ctx) { return reseal_people(ctx, std::nullopt, 100).changed; }) == 0);
        p.read([&](store::Connection& c) {
            for (int i = 0; i < 5; ++i) {
                const Person person = get_person(c, second, ids[i]);
                CHECK(person.name == "张三");
                CHECK(person.phone == "13800001234");
                CHECK(find_person_by_document(c, second, reference::DocumentType::resident_id,
                                              citizen("19900505", i)) == ids[i]);
                CHECK_THROWS_AS(get_person(c, first, ids[i]), Fault);
            }
            CHECK(find_people(c, second, system, "zhangsan", {}, 20).value().hits.size() == 5);
        });
    });
}
