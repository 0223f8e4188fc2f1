(()=>{var s=(o,t)=>({default:t,shift:t.map(e=>e.toLocaleUpperCase(o))});window.kioskKeys={sign:"Română",layout:s("ro",["q w e r t y u i o p ă â","a s d f g h j k l ș ț","z x c v b n m î"])};})();
