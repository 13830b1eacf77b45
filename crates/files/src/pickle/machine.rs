//! The stack machine that a pickle drives.

use super::call;
use super::fault::PickleFault;
use super::globals::Global;
use super::opcode::Opcode;
use super::reader::Reader;
use super::value::{Data, Heap, Id, Steps, Value, build};
use crate::FileError;
use crate::limits::{Budget, Limits};
use feedforward_bytes::excerpt;
use std::collections::HashMap;

const HIGHEST_PROTOCOL: u8 = 5;

/// Runs a pickle to its STOP; gives its values, the one that it returns, and where it ends.
pub(super) fn run<'a>(
    bytes: &'a [u8],
    limits: &Limits,
    budget: &mut Budget,
) -> Result<(Heap<'a>, Id, usize), FileError> {
    let mut machine = Machine {
        reader: Reader::new(bytes),
        heap: Heap::new(bytes),
        stack: Vec::new(),
        marks: Vec::new(),
        memo: HashMap::new(),
        budget,
        opcode: Opcode::Stop,
        offset: 0,
    };
    let mut steps = Steps::new(limits);
    loop {
        steps.step()?;
        machine.offset = machine.reader.position();
        let [byte] = machine.reader.array("the next opcode")?;
        machine.opcode = Opcode::from_byte(byte)
            .ok_or_else(|| PickleFault::UnknownOpcode { byte }.at(machine.offset))?;
        if machine.opcode == Opcode::Stop {
            let root = machine.pop("a value")?;
            return Ok((machine.heap, root, machine.reader.position()));
        }
        machine.execute()?;
    }
}

struct Machine<'a, 'b> {
    reader: Reader<'a>,
    heap: Heap<'a>,
    stack: Vec<Id>,
    /// The heights of the stack at each MARK; nothing is popped from below the last.
    marks: Vec<usize>,
    memo: HashMap<u64, Id>,
    budget: &'b mut Budget,
    /// The opcode at work and where it stands, for messages.
    opcode: Opcode,
    offset: usize,
}

impl Machine<'_, '_> {
    fn execute(&mut self) -> Result<(), FileError> {
        use Opcode::*;
        match self.opcode {
            Stop => Ok(()),
            Proto => self.protocol(),
            Frame => self.reader.begin_frame(),
            Mark => {
                self.marks.push(self.stack.len());
                Ok(())
            }
            Pop => self.pop_or_unmark(),
            PopMark => self.pop_to_mark().map(drop),
            Dup => {
                let top = self.pop("a value")?;
                self.stack.extend([top, top]);
                Ok(())
            }
            None => self.push(Value::None),
            Newtrue => self.push(Value::Bool(true)),
            Newfalse => self.push(Value::Bool(false)),
            Int | Long | Float => self.decimal(),
            Binint | Binint1 | Binint2 | Long1 | Long4 | Binfloat => self.number(),
            String | Unicode => self.escaped(),
            Binstring | ShortBinstring | Binbytes | ShortBinbytes | Binbytes8 | Bytearray8
            | Binunicode | ShortBinunicode | Binunicode8 => self.counted(),
            EmptyList => self.push(Value::List(Vec::new())),
            EmptyDict => self.push(Value::Dict(Vec::new())),
            EmptySet => self.push(Value::Set),
            EmptyTuple => self.push(Value::Tuple([].into())),
            Tuple1 => self.tuple(1),
            Tuple2 => self.tuple(2),
            Tuple3 => self.tuple(3),
            Tuple | List | Dict | Frozenset => self.gather(),
            Append | Appends => self.append(),
            Setitem | Setitems => self.set_items(),
            Additems => self.add_items(),
            Put | Binput | LongBinput | Memoize => self.put(),
            Get | Binget | LongBinget => self.recall(),
            Global => self.global(),
            StackGlobal => self.stack_global(),
            Reduce | Newobj => self.reduce(),
            NewobjEx => self.reduce_with_keywords(),
            Inst | Obj => self.instance(),
            Build => self.build(),
            Persid | Binpersid | Ext1 | Ext2 | Ext4 | NextBuffer | ReadonlyBuffer => {
                Err(self.fault(PickleFault::Outside { opcode: self.opcode.name() }))
            }
        }
    }

    fn fault(&self, fault: PickleFault) -> FileError {
        fault.at(self.offset)
    }

    fn operand(&self, expected: &'static str, found: &'static str) -> FileError {
        self.fault(PickleFault::Operand { opcode: self.opcode.name(), expected, found })
    }

    fn argument(&self, expected: &'static str, found: &str) -> FileError {
        self.fault(PickleFault::Argument {
            opcode: self.opcode.name(),
            expected,
            found: excerpt(found),
        })
    }

    fn push(&mut self, value: Value) -> Result<(), FileError> {
        let id = self.heap.add(value);
        self.stack.push(id);
        Ok(())
    }

    fn pop(&mut self, expected: &'static str) -> Result<Id, FileError> {
        let floor = self.marks.last().copied().unwrap_or(0);
        if self.stack.len() > floor {
            // The length was compared just now.
            if let Some(id) = self.stack.pop() {
                return Ok(id);
            }
        }
        Err(self.operand(expected, "an empty stack"))
    }

    fn top(&self, expected: &'static str) -> Result<Id, FileError> {
        let floor = self.marks.last().copied().unwrap_or(0);
        self.stack[floor..].last().copied().ok_or_else(|| self.operand(expected, "an empty stack"))
    }

    fn pop_or_unmark(&mut self) -> Result<(), FileError> {
        if self.marks.last() == Some(&self.stack.len()) {
            self.marks.pop();
            return Ok(());
        }
        self.pop("a value").map(drop)
    }

    fn pop_to_mark(&mut self) -> Result<Vec<Id>, FileError> {
        let mark = self.marks.pop().ok_or_else(|| self.operand("a mark", "none"))?;
        Ok(self.stack.split_off(mark))
    }

    fn protocol(&mut self) -> Result<(), FileError> {
        match self.reader.array("PROTO")? {
            [0..=HIGHEST_PROTOCOL] => Ok(()),
            [found] => Err(self.fault(PickleFault::Protocol { found })),
        }
    }

    fn decimal(&mut self) -> Result<(), FileError> {
        let line = self.reader.text_line(self.opcode.name())?.trim();
        if self.opcode == Opcode::Float {
            return match line.parse::<f64>() {
                Ok(_) => self.push(Value::Float),
                Err(_) => Err(self.argument("a decimal number", line)),
            };
        }
        if self.opcode == Opcode::Int && (line == "00" || line == "01") {
            return self.push(Value::Bool(line == "01"));
        }
        let digits = line.strip_suffix('L').unwrap_or(line);
        match digits.parse() {
            Ok(number) => self.push(Value::Int(number)),
            Err(error) => match error.kind() {
                std::num::IntErrorKind::PosOverflow | std::num::IntErrorKind::NegOverflow => {
                    self.push(Value::Long)
                }
                _ => Err(self.argument("a decimal integer", line)),
            },
        }
    }

    fn number(&mut self) -> Result<(), FileError> {
        let what = self.opcode.name();
        let value = match self.opcode {
            Opcode::Binint1 => Value::Int(i64::from(u8::from_le_bytes(self.reader.array(what)?))),
            Opcode::Binint2 => Value::Int(i64::from(u16::from_le_bytes(self.reader.array(what)?))),
            Opcode::Binint => Value::Int(i64::from(i32::from_le_bytes(self.reader.array(what)?))),
            Opcode::Binfloat => {
                let _: [u8; 8] = self.reader.array(what)?;
                Value::Float
            }
            _ => self.long()?,
        };
        self.push(value)
    }

    /// LONG1 and LONG4: a length, then that many bytes of two's complement, lowest first.
    fn long(&mut self) -> Result<Value, FileError> {
        let length = self.length()?;
        let range = self.reader.take(length, self.opcode.name())?;
        let bytes = self.reader.slice(range);
        if bytes.len() > 8 {
            return Ok(Value::Long);
        }
        let negative = bytes.last().is_some_and(|byte| byte & 0x80 != 0);
        let mut word = [if negative { 0xff } else { 0 }; 8];
        word[..bytes.len()].copy_from_slice(bytes);
        Ok(Value::Int(i64::from_le_bytes(word)))
    }

    /// The length that stands before counted bytes, in the width that the opcode says.
    fn length(&mut self) -> Result<u64, FileError> {
        use Opcode::*;
        let what = self.opcode.name();
        Ok(match self.opcode {
            ShortBinstring | ShortBinbytes | ShortBinunicode | Long1 => {
                u64::from(u8::from_le_bytes(self.reader.array(what)?))
            }
            Binstring | Long4 => {
                let length = i32::from_le_bytes(self.reader.array(what)?);
                u64::try_from(length).map_err(|_| self.argument("a length", &length.to_string()))?
            }
            Binbytes | Binunicode => u64::from(u32::from_le_bytes(self.reader.array(what)?)),
            _ => u64::from_le_bytes(self.reader.array(what)?),
        })
    }

    fn counted(&mut self) -> Result<(), FileError> {
        use Opcode::*;
        let length = self.length()?;
        let range = self.reader.take(length, self.opcode.name())?;
        match self.opcode {
            Binunicode | ShortBinunicode | Binunicode8 => {
                if std::str::from_utf8(self.reader.slice(range.clone())).is_err() {
                    return Err(self.argument("UTF-8", "other bytes"));
                }
                self.push(Value::Text(Data::Input(range)))
            }
            _ => self.push(Value::Bytes(Data::Input(range))),
        }
    }

    /// STRING and UNICODE: a line in which some bytes are written as escapes.
    fn escaped(&mut self) -> Result<(), FileError> {
        let line = self.reader.line(self.opcode.name())?;
        if self.opcode == Opcode::Unicode {
            let text = call::raw_unicode(line)
                .ok_or_else(|| self.argument("escaped text", &String::from_utf8_lossy(line)))?;
            let data = build(text.into_bytes(), self.budget)?;
            return self.push(Value::Text(data));
        }
        let bytes = call::quoted_bytes(line)
            .ok_or_else(|| self.argument("a quoted string", &String::from_utf8_lossy(line)))?;
        let data = build(bytes, self.budget)?;
        self.push(Value::Bytes(data))
    }

    fn tuple(&mut self, length: usize) -> Result<(), FileError> {
        let mut items = Vec::with_capacity(length);
        for _ in 0..length {
            items.push(self.pop("an item for each place")?);
        }
        items.reverse();
        self.push(Value::Tuple(items.into()))
    }

    fn gather(&mut self) -> Result<(), FileError> {
        let items = self.pop_to_mark()?;
        let value = match self.opcode {
            Opcode::Tuple => Value::Tuple(items.into()),
            Opcode::List => Value::List(items),
            Opcode::Dict => Value::Dict(self.pairs(&items)?),
            _ => Value::Set,
        };
        self.push(value)
    }

    fn pairs(&self, items: &[Id]) -> Result<Vec<(Id, Id)>, FileError> {
        let (pairs, rest) = items.as_chunks::<2>();
        if !rest.is_empty() {
            return Err(self.operand("keys and values in pairs", "an odd number"));
        }
        Ok(pairs.iter().map(|&[key, value]| (key, value)).collect())
    }

    fn append(&mut self) -> Result<(), FileError> {
        let items = match self.opcode {
            Opcode::Append => vec![self.pop("an item")?],
            _ => self.pop_to_mark()?,
        };
        let list = self.top("a list")?;
        match self.heap.get_mut(list) {
            Value::List(list) => {
                list.extend(items);
                Ok(())
            }
            other => {
                let found = other.name();
                Err(self.operand("a list", found))
            }
        }
    }

    fn set_items(&mut self) -> Result<(), FileError> {
        let items = match self.opcode {
            Opcode::Setitem => {
                let value = self.pop("a value")?;
                vec![self.pop("a key")?, value]
            }
            _ => self.pop_to_mark()?,
        };
        let pairs = self.pairs(&items)?;
        let dict = self.top("a dictionary")?;
        match self.heap.get_mut(dict) {
            Value::Dict(dict) => {
                dict.extend(pairs);
                Ok(())
            }
            other => {
                let found = other.name();
                Err(self.operand("a dictionary", found))
            }
        }
    }

    /// A set's members are dropped: none of them can be an array.
    fn add_items(&mut self) -> Result<(), FileError> {
        self.pop_to_mark()?;
        let set = self.top("a set")?;
        match self.heap.get(set) {
            Value::Set => Ok(()),
            other => Err(self.operand("a set", other.name())),
        }
    }

    /// The number of a memo entry, in the form that the opcode says.
    fn memo_index(&mut self) -> Result<u64, FileError> {
        use Opcode::*;
        let what = self.opcode.name();
        Ok(match self.opcode {
            Put | Get => {
                let line = self.reader.text_line(what)?;
                line.trim().parse().map_err(|_| self.argument("a memo entry's number", line))?
            }
            Binput | Binget => u64::from(u8::from_le_bytes(self.reader.array(what)?)),
            Memoize => self.memo.len() as u64,
            _ => u64::from(u32::from_le_bytes(self.reader.array(what)?)),
        })
    }

    fn put(&mut self) -> Result<(), FileError> {
        let index = self.memo_index()?;
        let top = self.top("a value")?;
        self.memo.insert(index, top);
        Ok(())
    }

    fn recall(&mut self) -> Result<(), FileError> {
        let index = self.memo_index()?;
        let id =
            self.memo.get(&index).copied().ok_or_else(|| {
                self.fault(PickleFault::Memo { opcode: self.opcode.name(), index })
            })?;
        self.stack.push(id);
        Ok(())
    }

    fn find(&self, module: &str, name: &str) -> Result<Global, FileError> {
        Global::find(module, name).ok_or_else(|| {
            let (module, name) = (excerpt(module), excerpt(name));
            self.fault(PickleFault::Refused { module, name })
        })
    }

    fn named_line(&mut self) -> Result<Global, FileError> {
        let what = self.opcode.name();
        let module = self.reader.text_line(what)?;
        let name = self.reader.text_line(what)?;
        self.find(module, name)
    }

    fn global(&mut self) -> Result<(), FileError> {
        let global = self.named_line()?;
        self.push(Value::Global(global))
    }

    fn stack_global(&mut self) -> Result<(), FileError> {
        let name = self.pop("a name")?;
        let module = self.pop("a module")?;
        let (Some(module), Some(name)) = (self.heap.text(module), self.heap.text(name)) else {
            return Err(self.operand("a module and a name in text", "other values"));
        };
        let global = self.find(module, name)?;
        self.push(Value::Global(global))
    }

    fn call(&mut self, callee: Id, arguments: &[Id]) -> Result<(), FileError> {
        let global = match self.heap.get(callee) {
            Value::Global(global) => *global,
            other => return Err(self.operand("a function or class", other.name())),
        };
        let value = call::call(&mut self.heap, global, arguments, self.budget, self.offset)?;
        self.push(value)
    }

    fn reduce(&mut self) -> Result<(), FileError> {
        let arguments = self.pop("a tuple of arguments")?;
        let callee = self.pop("a function or class")?;
        let arguments = self
            .heap
            .tuple(arguments)
            .ok_or_else(|| self.operand("a tuple of arguments", "another value"))?;
        self.call(callee, &arguments)
    }

    fn reduce_with_keywords(&mut self) -> Result<(), FileError> {
        let keywords = self.pop("keyword arguments")?;
        match self.heap.get(keywords) {
            Value::Dict(pairs) if pairs.is_empty() => self.reduce(),
            _ => Err(self.operand("no keyword arguments", "some")),
        }
    }

    fn instance(&mut self) -> Result<(), FileError> {
        if self.opcode == Opcode::Inst {
            let global = self.named_line()?;
            let arguments = self.pop_to_mark()?;
            let callee = self.heap.add(Value::Global(global));
            return self.call(callee, &arguments);
        }
        let items = self.pop_to_mark()?;
        match items.split_first() {
            Some((&class, arguments)) => self.call(class, arguments),
            None => Err(self.operand("a class", "nothing")),
        }
    }

    fn build(&mut self) -> Result<(), FileError> {
        let state = self.pop("a state")?;
        let object = self.top("an object")?;
        call::build(&mut self.heap, object, state, self.budget, self.offset)
    }
}
