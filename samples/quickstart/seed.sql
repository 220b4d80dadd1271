-- The shop that the quickstart copies from. Deterministic: `./seed` makes shop.db from it, the same rows each time.
-- Money is whole cents, as SQLite has no exact decimals; times are UTC.
PRAGMA journal_mode = off;
PRAGMA page_size = 4096;

CREATE TABLE customers (
    id         INTEGER PRIMARY KEY,
    name       VARCHAR(60) NOT NULL,
    city       VARCHAR(40) NOT NULL,
    email      VARCHAR(80),
    card_no    VARCHAR(19),
    joined_on  DATE NOT NULL
);

CREATE TABLE products (
    id          INTEGER PRIMARY KEY,
    name        VARCHAR(60) NOT NULL,
    category    VARCHAR(20) NOT NULL,
    price_cents INTEGER NOT NULL
);

CREATE TABLE orders (
    id               INTEGER PRIMARY KEY,
    customer_id      INTEGER NOT NULL REFERENCES customers (id),
    ship_to          VARCHAR(60) NOT NULL,
    city             VARCHAR(40) NOT NULL,
    ordered_at       TIMESTAMP NOT NULL,
    status           VARCHAR(10) NOT NULL,
    amount_cents     INTEGER NOT NULL,
    discount_percent INTEGER,
    note             TEXT
);

CREATE TABLE order_items (
    order_id   INTEGER NOT NULL REFERENCES orders (id),
    line       INTEGER NOT NULL,
    product_id INTEGER NOT NULL REFERENCES products (id),
    quantity   INTEGER NOT NULL,
    unit_cents INTEGER NOT NULL,
    PRIMARY KEY (order_id, line)
) WITHOUT ROWID;

CREATE TEMP TABLE given (n INTEGER PRIMARY KEY, name TEXT);
INSERT INTO given (name) VALUES ('Ada'), ('Grace'), ('王伟'), ('李娜'), ('Zoë'), ('José'), ('Søren'), ('Наталья'), ('さくら'), ('Nguyễn'), ('O''Neil'), ('陈 "小明"'), ('Ayşe'), ('🦊 Fox'), ('علي'), ('Łukasz');
CREATE TEMP TABLE family (n INTEGER PRIMARY KEY, name TEXT);
INSERT INTO family (name) VALUES ('Lovelace'), ('Hopper'), ('van der Berg'), ('García'), ('Müller'), ('Smith, Jr.'), ('Åström'), ('Dvořák'), ('🌈'), ('Tanaka'), ('Иванова');
CREATE TEMP TABLE town (n INTEGER PRIMARY KEY, name TEXT);
INSERT INTO town (name) VALUES ('北京'), ('上海'), ('São Paulo'), ('Zürich'), ('Berlin'), ('Kraków'), ('New York'), ('東京'), ('Reykjavík');
CREATE TEMP TABLE ware (n INTEGER PRIMARY KEY, name TEXT, category TEXT);
INSERT INTO ware (name, category) VALUES
    ('Espresso cup', 'kitchen'), ('茶壶', 'kitchen'), ('Cutting board', 'kitchen'), ('Desk lamp', 'office'), ('Notebook A5, dotted', 'office'),
    ('Fountain pen', 'office'), ('🧸 Teddy bear', 'toys'), ('Wooden train', 'toys'), ('Puzzle "1000 pieces"', 'toys'), ('Rain jacket', 'clothes'),
    ('Wool socks', 'clothes'), ('Backpack 20 l', 'travel'), ('Folding bike', 'travel'), ('Travel mug', 'travel'), ('风筝 kite', 'toys');

INSERT INTO customers
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
SELECT i, given.name || ' ' || family.name, town.name,
       CASE WHEN i % 11 = 0 THEN NULL ELSE 'customer' || i || '@example.com' END,
       CASE WHEN i % 3 = 0 THEN NULL ELSE printf('4000 %04d %04d %04d', i * 7 % 10000, i * 131 % 10000, i * 977 % 10000) END,
       date('2022-01-01', (i * 37 % 1200) || ' days')
FROM n
JOIN given ON given.n = i * 7 % 16 + 1
JOIN family ON family.n = i * 5 % 11 + 1
JOIN town ON town.n = i * 4 % 9 + 1;

INSERT INTO products
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
SELECT i, ware.name || CASE WHEN i > 15 THEN ' no. ' || (i / 15 + 1) ELSE '' END, ware.category, 290 + i * 7919 % 14700
FROM n JOIN ware ON ware.n = (i - 1) % 15 + 1;

INSERT INTO order_items
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000), l (k) AS (VALUES (1), (2), (3), (4))
SELECT i, k, products.id, 1 + (i * 13 + k * 7) % 5, products.price_cents
FROM n CROSS JOIN l JOIN products ON products.id = (i * 31 + k * 17) % 60 + 1
WHERE k <= 1 + i * 11 % 4;

INSERT INTO orders
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
SELECT i, customers.id, customers.name, customers.city,
       datetime('2026-01-01 00:00:00', (i * 7789 % 15638400) || ' seconds', (i / 17) || ' days'),
       CASE i % 10 WHEN 0 THEN 'cancelled' WHEN 1 THEN 'draft' WHEN 2 THEN 'open' WHEN 3 THEN 'shipped' ELSE 'delivered' END,
       (SELECT sum(quantity * unit_cents) FROM order_items WHERE order_id = i),
       CASE WHEN i % 4 = 0 THEN 5 * (i / 4 % 4) END,
       CASE WHEN i % 29 = 0 THEN 'Leave at the door 🚪' WHEN i % 31 = 0 THEN '请放在门口' WHEN i % 37 = 0 THEN '' END
FROM n JOIN customers ON customers.id = i * 97 % 400 + 1;

VACUUM;
