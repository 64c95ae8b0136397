-- Tables, closures, strings, metatables and floating point.
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end

local state = 12345
local function random(n)
  state = (state * 1103515245 + 12345) % 2147483648
  return (state >> 8) % n
end

local Vector = {}
Vector.__index = Vector
Vector.__add = function(a, b) return setmetatable({x = a.x + b.x, y = a.y + b.y}, Vector) end
function Vector:length() return (self.x * self.x + self.y * self.y) ^ 0.5 end

local sum = setmetatable({x = 0, y = 0}, Vector)
for _ = 1, 120000 do sum = sum + setmetatable({x = random(100), y = random(100)}, Vector) end

local list = {}
for i = 1, 80000 do list[i] = random(1000000) end
table.sort(list)

local counts, parts = {}, {}
for i = 1, 120000 do
  local word = "w" .. random(997)
  counts[word] = (counts[word] or 0) + 1
end
for word in pairs(counts) do parts[#parts + 1] = word end
table.sort(parts)
print(fib(26), string.format("%.6f", sum:length()), list[1], list[#list], #parts, counts.w7, #table.concat(parts))
